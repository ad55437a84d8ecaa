//! Notes about profiles that work and could be better.

use crate::{
    Finding, Fix,
    view::{SnapshotView, is_sso, missing, text},
};
use daypass_config_parse::{Profile, Section};
use daypass_transport::is_region_name;

/// P516: legacy profiles, whose tokens no tool refreshes; one finding for all.
pub(super) fn legacy(view: &SnapshotView<'_>) -> Vec<Finding> {
    let legacy = |profile: &Profile<'_>| {
        is_sso(profile) && text(profile, "sso_session").is_none() && missing(profile).is_empty()
    };
    let found: Vec<_> = view.config.profiles().filter(legacy).collect();
    let Some(first) = found.first() else { return Vec::new() };
    let message = format!("{} without sso_session: the token is not refreshed", names(&found));
    let finding = Finding::note("P516", message).affects(
        "a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile",
    );
    let profiles = found.iter().map(|profile| profile.name().to_owned()).collect();
    vec![view.locate(finding.fix(Fix::Convert { profiles }), first, "sso_start_url")]
}

/// P517: profiles without a client region, if the environment has none. The fix sets the region of the sign-in; the
/// finding names it, because the intended region may be another.
pub(super) fn no_region(view: &SnapshotView<'_>) -> Vec<Finding> {
    if view.var("AWS_REGION").is_some() {
        return Vec::new();
    }
    let lacks = |profile: &Profile<'_>| {
        is_sso(profile) && text(profile, "region").is_none() && text(profile, "sso_role_name").is_some()
    };
    let found: Vec<_> = view.config.profiles().filter(lacks).collect();
    let Some(first) = found.first() else { return Vec::new() };
    let region_of = |profile: &Profile<'_>| {
        let session = text(profile, "sso_session").and_then(|name| view.config.sso_session(name));
        let region = session.as_ref().or(Some(profile)).and_then(|from| text(from, "sso_region"));
        Some((profile.name().to_owned(), region.filter(|region| is_region_name(region))?.to_owned()))
    };
    let values: Vec<_> = found.iter().filter_map(region_of).collect();
    let mut regions: Vec<_> = values.iter().map(|(_, region)| region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    let would = match regions.is_empty() {
        true => String::new(),
        false => format!("; the fix sets the region of the sign-in, {}", regions.join(" or ")),
    };
    let finding = Finding::note("P517", format!("{} without region{would}", names(&found))).affects(
        "calls fail with a missing region, except where AWS_REGION is set; profiles inherit nothing from [default]",
    );
    let finding = if values.is_empty() { finding } else { finding.fix(Fix::Set { key: "region", values }) };
    vec![view.locate(finding, first, "region")]
}

/// Writes `profile a` or `3 profiles (a, b, c)`.
fn names(profiles: &[Profile<'_>]) -> String {
    let shown: Vec<_> = profiles.iter().take(3).map(Section::name).collect();
    match profiles.len() {
        1 => format!("profile {}", shown.concat()),
        count => format!("{count} profiles ({}{})", shown.join(", "), if count > 3 { ", …" } else { "" }),
    }
}
