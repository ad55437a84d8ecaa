//! Profiles that work, and could do better.

use super::{
    Finding, Fix, Scene,
    profiles::{is_region, is_sso, missing, text},
};
use daypass_config_parse::{Profile, Section};

/// P516: legacy profiles, whose tokens nobody renews. One finding for all of them.
pub(super) fn legacy(scene: &Scene<'_>) -> Vec<Finding> {
    let legacy = |profile: &Profile<'_>| {
        is_sso(profile) && text(profile, "sso_session").is_none() && missing(profile).is_empty()
    };
    let found: Vec<_> = scene.config.profiles().filter(legacy).collect();
    let Some(first) = found.first() else { return Vec::new() };
    let (file, line) = scene.place(first, "sso_start_url");
    let message = format!("{} without sso_session: the sign-in does not renew", names(&found));
    let finding = Finding::note("P516", message).at(file, line).affects(
        "a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile",
    );
    vec![
        finding
            .fix(Fix::Convert { profiles: found.iter().map(|profile| profile.name().to_owned()).collect() }),
    ]
}

/// P517: profiles without a client region, where the environment has none either.
pub(super) fn no_region(scene: &Scene<'_>) -> Vec<Finding> {
    if scene.var("AWS_REGION").is_some() {
        return Vec::new();
    }
    let lacks = |profile: &Profile<'_>| {
        is_sso(profile) && text(profile, "region").is_none() && text(profile, "sso_role_name").is_some()
    };
    let found: Vec<_> = scene.config.profiles().filter(lacks).collect();
    let Some(first) = found.first() else { return Vec::new() };
    let (file, line) = scene.place(first, "region");
    let region_of = |profile: &Profile<'_>| {
        let session = text(profile, "sso_session").and_then(|name| scene.config.sso_session(name));
        let region = session.as_ref().or(Some(profile)).and_then(|from| text(from, "sso_region"));
        Some((profile.name().to_owned(), region.filter(|region| is_region(region))?.to_owned()))
    };
    let values: Vec<_> = found.iter().filter_map(region_of).collect();
    let finding = Finding::note("P517", format!("{} without region", names(&found)));
    let finding = finding.at(file, line).affects(
        "calls fail with a missing region, except where AWS_REGION is set; profiles inherit nothing from [default]",
    );
    vec![finding.fix(Fix::Set { key: "region", values })]
}

/// `profile a` or `3 profiles (a, b, c)`.
fn names(profiles: &[Profile<'_>]) -> String {
    let shown: Vec<_> = profiles.iter().take(3).map(Section::name).collect();
    match profiles.len() {
        1 => format!("profile {}", shown.concat()),
        count => format!("{count} profiles ({}{})", shown.join(", "), if count > 3 { ", …" } else { "" }),
    }
}
