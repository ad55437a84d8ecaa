//! Checks of profiles with the resolver of daypass-credentials, which finds broken role chains above all.

use super::profiles::comment_out;
use crate::{
    Finding, Severity,
    view::{SnapshotView, is_sso, text},
};
use daypass_config_parse::{Profile, SectionName};
use daypass_credentials::{Error, Fault, resolve};
use daypass_sso_types::Remedy;
use std::{collections::HashSet, error::Error as _};

/// P521: a `source_profile` that does not exist, also if the profile assumes no role.
pub(super) fn source_profiles(view: &SnapshotView<'_>) -> Vec<Finding> {
    let lost = view.config.profiles().filter_map(|profile| {
        let source = text(&profile, "source_profile").filter(|name| view.config.profile(name).is_none())?;
        let message =
            format!("profile {} names the source_profile {source}, which does not exist", profile.name());
        let finding = Finding::error("P521", message)
            .affects("every AWS tool refuses the profile")
            .remedy(Remedy::ConfigureProfile(source.to_owned()));
        Some(view.locate(finding, &profile, "source_profile"))
    });
    lost.collect()
}

/// P522 to P524, P534: profiles that the resolver refuses and no other check reports, each fault once, at its section.
pub(super) fn unusable(view: &SnapshotView<'_>, known: &[Finding]) -> Vec<Finding> {
    // Of what a command starts the resolver knows nothing: it refuses the profile for something else.
    let is_of_command = |found: &&Finding| matches!(found.code.as_str(), "P528" | "P529");
    let errors = known.iter().filter(|found| found.severity == Severity::Error && !is_of_command(found));
    let known: HashSet<&SectionName> = errors.filter_map(|found| found.section.as_ref()).collect();
    let (mut reported, mut findings) = (HashSet::new(), Vec::new());
    for profile in view.config.profiles().filter(is_examined) {
        let Err(error) = resolve(&view.config, &view.settings, profile.name()) else { continue };
        let Some(fault) = error.fault() else { continue };
        let section = fault.section().unwrap_or_else(|| SectionName::profile(profile.name()));
        // Missing profiles, sessions and services blocks have checks of their own.
        let is_absent =
            matches!(fault, Fault::NoProfile { .. } | Fault::NoSession { .. } | Fault::NoServices(_));
        if known.contains(&section) || is_absent || !reported.insert(fault.clone()) {
            continue;
        }
        findings.push(of_fault(view, &profile, &section, &error, fault));
    }
    findings
}

/// Says whether a profile should give credentials; one that only names a session is for signing in.
fn is_examined(profile: &Profile<'_>) -> bool {
    let asks = [
        "role_arn",
        "sso_account_id",
        "sso_role_name",
        "aws_access_key_id",
        "aws_secret_access_key",
        "credential_process",
        "credential_source",
        "login_session",
        "web_identity_token_file",
    ];
    asks.iter().any(|key| text(profile, key).is_some())
}

fn of_fault(
    view: &SnapshotView<'_>,
    asked: &Profile<'_>,
    section: &SectionName,
    error: &Error,
    fault: &Fault,
) -> Finding {
    let every_tool = "every AWS tool refuses the profile";
    let name = section.name();
    let (finding, key) = match fault {
        Fault::Missing { keys, .. } if keys.contains(&"source_profile") => {
            let signs_in = view.config.profile(name).is_some_and(|profile| is_sso(&profile));
            let who = match signs_in {
                true => {
                    "the AWS CLI, boto3 and Rust refuse the profile; JavaScript ignores the role; Go assumes it with the sign-in's credentials"
                }
                false => every_tool,
            };
            let finding =
                Finding::error("P522", format!("profile {name} has role_arn and no source_profile"));
            (finding.affects(who).fix(comment_out(name, ["role_arn"])), "role_arn")
        }
        Fault::TwoSources(_) => {
            let message = format!("profile {name} has both source_profile and credential_source");
            let finding = Finding::error("P523", message).affects(every_tool);
            (finding.fix(comment_out(name, ["credential_source"])), "credential_source")
        }
        Fault::Circle(_) => {
            let message = format!("source_profile of profile {name} leads back to {name}");
            let finding = Finding::error("P524", message).affects(every_tool);
            (finding.fix(comment_out(name, ["role_arn", "source_profile"])), "source_profile")
        }
        Fault::Missing { keys, .. } if keys.contains(&"role_arn") => {
            let key = "web_identity_token_file";
            let message = format!("profile {name} has {key} and no role_arn");
            let who = "every AWS tool refuses the profile, unless AWS_ROLE_ARN is set";
            (Finding::error("P534", message).affects(who), key)
        }
        Fault::ForeignSource { key, .. } => {
            let who = "daypass only; the AWS CLI and the SDKs use the profile";
            (Finding::note("P534", error.to_string()).affects(who), *key)
        }
        Fault::NoEnvironmentKeys(_) | Fault::InstanceNotAsked(_) => {
            let who = "every AWS tool that is started here with this profile";
            let finding = Finding::warning("P534", error.to_string()).affects(who);
            let unset = error.remedy().filter(|remedy| matches!(remedy, Remedy::UnsetVariable(_)));
            (
                unset.map_or_else(|| finding.clone(), |unset| finding.clone().remedy(unset)),
                "credential_source",
            )
        }
        Fault::NoSource(_) if name != asked.name() => {
            let message =
                format!("profile {} takes its credentials from profile {name}, which has none", asked.name());
            (Finding::error("P534", message).affects(every_tool), "region")
        }
        Fault::Value { key, .. } => {
            let who = "daypass refuses the profile; some AWS tools ignore the value, others fail";
            (Finding::error("P534", with_source(error)).affects(who), *key)
        }
        _ => {
            let who = "daypass refuses the profile, and the AWS CLI and boto3 most likely too";
            (Finding::error("P534", with_source(error)).affects(who), "role_arn")
        }
    };
    match view.config.section(section.kind(), name) {
        Some(found) => view.locate(finding, &found, key),
        None => view.locate(finding, asked, key),
    }
}

/// Writes the resolver's error with its source.
fn with_source(error: &Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
