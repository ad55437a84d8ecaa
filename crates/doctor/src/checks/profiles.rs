//! Checks of profiles with two sources of credentials, or with keys that contradict each other.

use crate::{
    Finding, Fix,
    view::{SSO_KEYS, STATIC_KEYS, SnapshotView, is_sso, text},
};
use daypass_config_parse::{Profile, SectionName};
use daypass_sso_types::Remedy;

/// P501, P502, P537: two sources of credentials in one profile, of which the SDKs use different ones.
pub(super) fn two_sources(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in view.config.profiles().filter(is_sso) {
        let name = profile.name();
        if text(&profile, "aws_access_key_id").is_some() && text(&profile, "aws_secret_access_key").is_some()
        {
            let finding = Finding::error("P501", format!("profile {name} has SSO settings and static keys"));
            let finding =
                finding.affects("the AWS CLI, boto3 and Rust sign in; JavaScript and Go use the static keys");
            let finding = finding.fix(comment_out(name, STATIC_KEYS));
            findings.push(view.locate(finding, &profile, "aws_access_key_id"));
        }
        if text(&profile, "credential_process").is_some() {
            let message = format!("profile {name} has SSO settings and a credential_process");
            let finding = Finding::warning("P502", message)
                .affects("JavaScript runs the process; the AWS CLI, boto3, Rust and Go sign in")
                .fix(comment_out(name, ["credential_process"]));
            findings.push(view.locate(finding, &profile, "credential_process"));
        }
        let has_source =
            ["source_profile", "credential_source"].iter().any(|key| text(&profile, key).is_some());
        if text(&profile, "role_arn").is_some() && has_source {
            let message = format!("profile {name} has a role to assume and SSO settings of its own");
            let own: Vec<_> = SSO_KEYS.into_iter().filter(|key| text(&profile, key).is_some()).collect();
            let finding = Finding::warning("P537", message)
                .affects("every AWS tool assumes the role; the SSO settings are ignored")
                .fix(comment_out(name, own));
            findings.push(view.locate(finding, &profile, "role_arn"));
        }
    }
    findings
}

/// P503, P504: keys that are both in a profile and in its session.
pub(super) fn profile_against_session(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in view.config.profiles() {
        let session = text(&profile, "sso_session").and_then(|name| view.config.sso_session(name));
        let Some(session) = session else { continue };
        let name = profile.name();
        let own: Vec<&str> =
            ["sso_start_url", "sso_region"].into_iter().filter(|key| profile.get(key).is_some()).collect();
        if let Some(first) = own.first() {
            let differ = own.iter().any(|key| profile.get(key) != session.get(key));
            let who = match differ {
                true => {
                    "the AWS CLI, boto3, Rust and Go refuse the profile; JavaScript takes the session's value"
                }
                false => "Rust refuses the profile; the other tools accept it while both values are equal",
            };
            let message = format!("profile {name} has {} beside its sso_session", own.join(" and "));
            let finding = Finding::error("P503", message).affects(who).fix(comment_out(name, own.clone()));
            findings.push(view.locate(finding, &profile, first));
        }
        let differs = |key: &&str| {
            !SSO_KEYS.contains(key) && profile.get(key).is_some_and(|value| session.get(key) != Some(value))
        };
        let others: Vec<&str> = session.keys().into_iter().filter(differs).collect();
        if let Some(first) = others.first() {
            let message = format!(
                "profile {name} and its sso-session {} contradict each other in {}",
                session.name(),
                others.join(", ")
            );
            let keys = others.iter().map(|key| (*key).to_owned()).collect();
            let finding = Finding::error("P504", message)
                .affects(
                    "the AWS CLI and boto3 refuse the profile; the other SDKs ignore the session's value",
                )
                .fix(Fix::CommentOut { section: SectionName::sso_session(session.name()), keys });
            findings.push(view.locate(finding, &profile, first));
        }
    }
    findings
}

/// P514: an access key id without its secret key, or a secret key without its id.
pub(super) fn half_a_key(view: &SnapshotView<'_>) -> Vec<Finding> {
    let [id, secret, _] = STATIC_KEYS;
    let halves = view.config.profiles().filter_map(|profile| {
        let (has, lacks) = match (text(&profile, id), text(&profile, secret)) {
            (Some(_), None) => (id, secret),
            (None, Some(_)) => (secret, id),
            _ => return None,
        };
        let message = format!("profile {} has {has} without {lacks}", profile.name());
        let finding = Finding::error("P514", message).affects(
            "Go refuses the profile even if it has SSO settings; the AWS CLI, boto3 and Rust fail when they use the keys",
        );
        let finding = finding.fix(comment_out(profile.name(), STATIC_KEYS));
        Some(view.locate(finding, &profile, has))
    });
    halves.collect()
}

pub(super) fn comment_out<S: Into<String>>(profile: &str, keys: impl IntoIterator<Item = S>) -> Fix {
    let keys = keys.into_iter().map(Into::into).collect();
    Fix::CommentOut { section: SectionName::profile(profile), keys }
}

/// Suggests the wizard, unless the profile has another source of credentials, to which it would add a second one.
pub(super) fn configure(finding: Finding, profile: &Profile<'_>) -> Finding {
    match daypass_credentials::other_source(profile).is_some() {
        true => finding,
        false => finding.remedy(Remedy::ConfigureProfile(profile.name().to_owned())),
    }
}
