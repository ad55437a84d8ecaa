//! Profiles and their sessions: who would win, what is missing, what contradicts what.

use super::{Finding, Fix, Scene};
use daypass_config_parse::{Profile, Section, SectionName};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};

const SSO_KEYS: [&str; 5] = ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"];
const STATIC_KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// A value that is there and not empty.
pub(super) fn text<'c>(section: &Section<'c>, key: &str) -> Option<&'c str> {
    section.get(key).map(str::trim).filter(|value| !value.is_empty())
}

/// Whether a profile gets credentials through IAM Identity Center.
pub(super) fn is_sso(profile: &Profile<'_>) -> bool {
    SSO_KEYS.iter().any(|key| text(profile, key).is_some())
}

/// P501, P502: two sources of credentials in one profile, of which each SDK takes another.
pub(super) fn two_sources(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles().filter(is_sso) {
        let name = profile.name();
        if text(&profile, "aws_access_key_id").is_some() && text(&profile, "aws_secret_access_key").is_some()
        {
            let (file, line) = scene.place(&profile, "aws_access_key_id");
            findings.push(
                Finding::error("P501", format!("profile {name} has SSO settings and static keys"))
                    .at(file, line)
                    .affects("the AWS CLI, boto3 and Rust sign in; JavaScript and Go use the static keys")
                    .fix(comment_out(name, STATIC_KEYS)),
            );
        }
        if text(&profile, "credential_process").is_some() {
            let (file, line) = scene.place(&profile, "credential_process");
            findings.push(
                Finding::warning("P502", format!("profile {name} has SSO settings and a credential_process"))
                    .at(file, line)
                    .affects("JavaScript runs the process; the AWS CLI, boto3, Rust and Go sign in")
                    .fix(comment_out(name, ["credential_process"])),
            );
        }
    }
    findings
}

/// P503, P504: keys that stand in the profile and in its session.
pub(super) fn profile_against_session(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles() {
        let Some(session) = text(&profile, "sso_session").and_then(|name| scene.config.sso_session(name))
        else {
            continue;
        };
        let name = profile.name();
        let own: Vec<&str> =
            ["sso_start_url", "sso_region"].into_iter().filter(|key| profile.get(key).is_some()).collect();
        if let Some(first) = own.first() {
            let (file, line) = scene.place(&profile, first);
            let differ = own.iter().any(|key| profile.get(key) != session.get(key));
            let who = match differ {
                true => {
                    "the AWS CLI, boto3, Rust and Go refuse the profile; JavaScript takes the session's value"
                }
                false => "Rust refuses the profile; the others do not mind while both say the same",
            };
            let message = format!("profile {name} has {} beside its sso_session", own.join(" and "));
            findings.push(
                Finding::error("P503", message).at(file, line).affects(who).fix(comment_out(name, own)),
            );
        }
        let differs = |key: &&str| {
            !SSO_KEYS.contains(key) && profile.get(key).is_some_and(|value| session.get(key) != Some(value))
        };
        let others: Vec<&str> = session.keys().into_iter().filter(differs).collect();
        if let Some(first) = others.first() {
            let (file, line) = scene.place(&profile, first);
            let message = format!(
                "profile {name} and its sso-session {} contradict each other in {}",
                session.name(),
                others.join(", ")
            );
            findings.push(
                Finding::error("P504", message)
                    .at(file, line)
                    .affects(
                        "the AWS CLI and boto3 refuse the profile; the other SDKs ignore the session's value",
                    )
                    .fix(Fix::CommentOut {
                        section: SectionName::sso_session(session.name()),
                        keys: others.into_iter().map(str::to_owned).collect(),
                    }),
            );
        }
    }
    findings
}

/// P505, P506: a session that is named and not there, or lacks what signing in takes.
pub(super) fn session_incomplete(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for profile in scene.config.profiles() {
        let Some(name) = text(&profile, "sso_session") else { continue };
        if scene.config.sso_session(name).is_some() || told.contains(&name) {
            continue;
        }
        told.push(name);
        let (file, line) = scene.place(&profile, "sso_session");
        let message =
            format!("profile {} names the sso-session {name}, which does not exist", profile.name());
        findings.push(
            Finding::error("P505", message)
                .at(file, line)
                .affects("every AWS tool refuses the profile")
                .mend(["daypass", "configure", "sso-session", "--sso-session", name]),
        );
    }
    for session in scene.config.sso_sessions() {
        let missing = missing(&session);
        if !missing.is_empty() {
            let name = session.name();
            let message = format!("sso-session {name} lacks {}", missing.join(" and "));
            findings.push(
                Finding::error("P506", message)
                    .at(scene.path_of(daypass_config_parse::FileKind::Config), Some(session.line()))
                    .affects("every AWS tool refuses the profiles of this session")
                    .mend(["daypass", "configure", "sso-session", "--sso-session", name]),
            );
        }
    }
    findings
}

pub(super) fn missing(section: &Section<'_>) -> Vec<&'static str> {
    ["sso_start_url", "sso_region"].into_iter().filter(|key| text(section, key).is_none()).collect()
}

/// P507, P508: a profile without account or role, or a legacy one without its portal.
pub(super) fn account_or_role_missing(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in scene.config.profiles().filter(is_sso) {
        let lacks: Vec<_> = ["sso_account_id", "sso_role_name"]
            .into_iter()
            .filter(|key| text(&profile, key).is_none())
            .collect();
        let (file, line) = scene.place(&profile, "sso_session");
        let name = profile.name();
        if lacks.len() == 1 {
            findings.push(
                Finding::error("P507", format!("profile {name} lacks {}", lacks.concat()))
                    .at(&file, line)
                    .affects("every AWS tool refuses the profile; Go asks the portal with an empty name")
                    .mend(["daypass", "configure", "sso", "--profile", name]),
            );
        }
        let missing = missing(&profile);
        if text(&profile, "sso_session").is_none() && !missing.is_empty() {
            findings.push(
                Finding::error(
                    "P508",
                    format!("profile {name} lacks {} and has no sso_session", missing.join(" and ")),
                )
                .at(file, line)
                .affects(
                    "every AWS tool refuses the profile; Rust goes on to container and instance credentials",
                )
                .mend(["daypass", "configure", "sso", "--profile", name]),
            );
        }
    }
    findings
}

/// P509 to P513: values of a profile that cannot be what they should.
pub(super) fn malformed(scene: &Scene<'_>) -> Vec<Finding> {
    type Accepts = fn(&str) -> bool;
    let rules: [(&str, &str, &str, Accepts); 5] = [
        ("P509", "sso_region", "is no region such as eu-west-1", is_region),
        ("P510", "sso_start_url", "is no https address", |url| StartUrl::new(url).is_ok()),
        ("P511", "sso_account_id", "is not twelve digits", |id| id.parse::<AccountId>().is_ok()),
        ("P512", "sso_role_name", "is no name of a permission set", |name| name.parse::<RoleName>().is_ok()),
        ("P513", "region", "is no region such as eu-west-1", is_region),
    ];
    let mut findings = Vec::new();
    for profile in scene.config.profiles() {
        for (code, key, wrong, accepts) in rules {
            if text(&profile, key).is_some_and(|value| !accepts(value)) {
                let (file, line) = scene.place(&profile, key);
                findings.push(
                    Finding::error(code, format!("{key} of profile {} {wrong}", profile.name()))
                        .at(file, line)
                        .affects("every AWS tool fails with this profile, some only when they call AWS")
                        .mend(["daypass", "configure", "sso", "--profile", profile.name()]),
                );
            }
        }
    }
    findings
}

/// Region names are lower case; the rules of AWS take upper case, and no host answers to it.
pub(super) fn is_region(value: &str) -> bool {
    Region::new(value).is_ok() && !value.contains(|c: char| c.is_ascii_uppercase())
}

/// P514: an access key without its secret, or the other way round.
pub(super) fn half_a_key(scene: &Scene<'_>) -> Vec<Finding> {
    let [id, secret, _] = STATIC_KEYS;
    let halves = scene.config.profiles().filter_map(|profile| {
        let (has, lacks) = match (text(&profile, id), text(&profile, secret)) {
            (Some(_), None) => (id, secret),
            (None, Some(_)) => (secret, id),
            _ => return None,
        };
        let (file, line) = scene.place(&profile, has);
        let finding = Finding::error("P514", format!("profile {} has {has} without {lacks}", profile.name()));
        let finding = finding.at(file, line).affects(
            "Go refuses the profile even where it has SSO settings; the AWS CLI, boto3 and Rust fail when they use the keys",
        );
        Some(finding.fix(comment_out(profile.name(), STATIC_KEYS)))
    });
    halves.collect()
}

/// P515: values of a session that cannot be what they should.
pub(super) fn session_malformed(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for session in scene.config.sso_sessions() {
        let bad = [
            ("sso_region", is_region as fn(&str) -> bool),
            ("sso_start_url", |url| StartUrl::new(url).is_ok()),
        ];
        for (key, accepts) in bad {
            if text(&session, key).is_some_and(|value| !accepts(value)) {
                let (file, line) = scene.place(&session, key);
                findings.push(
                    Finding::error("P515", format!("{key} of sso-session {} is malformed", session.name()))
                        .at(file, line)
                        .affects("nobody can sign in to this session")
                        .mend(["daypass", "configure", "sso-session", "--sso-session", session.name()]),
                );
            }
        }
    }
    findings
}

pub(super) fn comment_out<S: Into<String>>(profile: &str, keys: impl IntoIterator<Item = S>) -> Fix {
    let keys = keys.into_iter().map(Into::into).collect();
    Fix::CommentOut { section: SectionName::profile(profile), keys }
}
