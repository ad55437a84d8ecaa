//! Checks of the variables of profile, keys and region: what shadows the profile or contradicts another variable.

use crate::{
    Finding,
    view::{SnapshotView, is_sso},
};
use daypass_token_cache::time;
use daypass_transport::is_client_region_name;

/// E401, E402, E420: the variables that name a profile.
pub(super) fn profile(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        if let Some(profile) = view.var(name).filter(|profile| view.config.profile(profile).is_none()) {
            findings.push(
                Finding::error("E401", format!("{name} names the profile {profile}, which does not exist"))
                    .affects("every AWS tool started here fails or uses no profile")
                    .unset([name]),
            );
        }
    }
    if let Some(profile) = view.var("DAYPASS_EXEC").filter(|profile| view.config.profile(profile).is_none()) {
        findings.push(
            Finding::error("E420", format!("DAYPASS_EXEC names the profile {profile}, which does not exist"))
                .affects("daypass without --profile: `daypass exec` started this shell, and its profile was removed since")
                .unset(["DAYPASS_EXEC"]),
        );
    }
    let (one, other) = (view.var("AWS_PROFILE"), view.var("AWS_DEFAULT_PROFILE"));
    match (one, other) {
        (Some(one), Some(other)) if one != other => findings.push(
            Finding::error("E402", format!("AWS_PROFILE is {one} and AWS_DEFAULT_PROFILE is {other}"))
                .affects("boto3 uses AWS_DEFAULT_PROFILE, the other tools use AWS_PROFILE")
                .unset(["AWS_DEFAULT_PROFILE"]),
        ),
        (None, Some(other)) => findings.push(
            Finding::warning("E402", "AWS_DEFAULT_PROFILE is set and AWS_PROFILE is not")
                .affects("Rust and JavaScript read AWS_PROFILE alone and use the profile default")
                .export("AWS_PROFILE", other),
        ),
        _ => {}
    }
    findings
}

/// E403 to E406: keys in the environment.
pub(super) fn keys(view: &SnapshotView<'_>) -> Vec<Finding> {
    const ALL: [&str; 4] =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"];
    let mut findings = Vec::new();
    let (id, secret) = (view.var("AWS_ACCESS_KEY_ID"), view.var("AWS_SECRET_ACCESS_KEY"));
    match (id, secret) {
        (Some(_), Some(_)) => {
            if let Some(name) = view.var("AWS_PROFILE").or_else(|| view.var("AWS_DEFAULT_PROFILE")) {
                findings.push(
                    Finding::error("E403", format!("keys in the environment shadow the profile {name}"))
                        .affects("the AWS CLI, boto3, Rust and Go use the keys; JavaScript uses the profile")
                        .unset(ALL),
                );
            } else if view.current_profile().is_some_and(|profile| is_sso(&profile)) {
                findings.push(
                    Finding::warning("E403", "keys in the environment shadow the profile default")
                        .affects("every AWS tool uses the keys")
                        .unset(ALL),
                );
            }
        }
        (None, None) => {
            if view.var("AWS_SESSION_TOKEN").is_some() {
                findings.push(
                    Finding::warning("E404", "AWS_SESSION_TOKEN is set without keys")
                        .affects("no tool yet; keys that are set later will be used with this token")
                        .unset(["AWS_SESSION_TOKEN"]),
                );
            }
        }
        _ => findings.push(
            Finding::error(
                "E404",
                "one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other",
            )
            .affects("boto3 and the AWS CLI fail; the other tools ignore it")
            .unset(ALL),
        ),
    }
    if view.var("AWS_SECURITY_TOKEN").is_some_and(|old| view.var("AWS_SESSION_TOKEN") != Some(old)) {
        findings.push(
            Finding::warning("E405", "AWS_SECURITY_TOKEN is set and differs from AWS_SESSION_TOKEN")
                .affects("boto3 reads the old name too")
                .unset(["AWS_SECURITY_TOKEN"]),
        );
    }
    if let Some(text) = view.var("AWS_CREDENTIAL_EXPIRATION").filter(|_| id.is_some()) {
        let over = time::parse(text).is_none_or(|end| end <= view.now);
        if over {
            findings.push(
                Finding::error(
                    "E406",
                    "the keys in the environment have expired, according to AWS_CREDENTIAL_EXPIRATION",
                )
                .affects("boto3 and the AWS CLI refuse to use them; AWS refuses the calls of the other tools")
                .unset(ALL),
            );
        }
    }
    findings
}

/// E407 to E409: the variables of the region.
pub(super) fn region(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (one, other) = (view.var("AWS_REGION"), view.var("AWS_DEFAULT_REGION"));
    match (one, other) {
        (None, Some(other)) => findings.push(
            Finding::warning("E407", "AWS_DEFAULT_REGION is set and AWS_REGION is not")
                .affects("JavaScript does not read AWS_DEFAULT_REGION")
                .export("AWS_REGION", other),
        ),
        (Some(one), Some(other)) if one != other => findings.push(
            Finding::warning("E408", format!("AWS_REGION is {one} and AWS_DEFAULT_REGION is {other}"))
                .affects("boto3 uses AWS_DEFAULT_REGION, the other tools use AWS_REGION")
                .export("AWS_DEFAULT_REGION", one),
        ),
        _ => {}
    }
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        let value = view.variables.get(name);
        if value.is_some_and(|value| !is_client_region_name(value)) {
            findings.push(
                Finding::error("E409", format!("{name} is not a region such as eu-west-1"))
                    .affects("every AWS tool fails; with an empty value only Rust and JavaScript do")
                    .unset([name]),
            );
        }
    }
    findings
}
