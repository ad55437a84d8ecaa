//! Checks of what a sign-in needs: sessions, portals, accounts and roles, and the form of their values.

use super::profiles::{comment_out, configure};
use crate::{
    Finding,
    view::{SnapshotView, is_sso, missing, text},
};
use daypass_config_parse::{Profile, SectionKind};
use daypass_sso_types::{Remedy, RoleName, StartUrl};
use daypass_transport::{is_client_region_name, is_region_name, portal_region};
use std::collections::{BTreeMap, BTreeSet};

/// P505, P506: a session that does not exist, or that lacks a key that a sign-in needs.
pub(super) fn incomplete(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    let profiles: Vec<_> = view.config.profiles().collect();
    for profile in &profiles {
        let Some(name) = text(profile, "sso_session") else { continue };
        if view.config.sso_session(name).is_some() || !reported.insert(name) {
            continue;
        }
        let message =
            format!("profile {} names the sso-session {name}, which does not exist", profile.name());
        let finding = Finding::error("P505", message)
            .affects("every AWS tool refuses the profile")
            .remedy(Remedy::ConfigureSession(name.to_owned()));
        findings.push(view.locate(finding, profile, "sso_session"));
    }
    for session in view.config.sso_sessions() {
        let missing = missing(&session);
        if !missing.is_empty() {
            let name = session.name();
            let message = format!("sso-session {name} lacks {}", missing.join(" and "));
            let finding = Finding::error("P506", message)
                .affects("every AWS tool refuses the profiles of this session")
                .remedy(Remedy::ConfigureSession(name.to_owned()));
            findings.push(view.locate(finding, &session, ""));
        }
    }
    findings
}

/// P507, P508: a profile without account or role, or a legacy profile without start URL or region.
pub(super) fn account_or_role_missing(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in view.config.profiles().filter(is_sso) {
        let lacks: Vec<_> = ["sso_account_id", "sso_role_name"]
            .into_iter()
            .filter(|key| text(&profile, key).is_none())
            .collect();
        let name = profile.name();
        if lacks.len() == 1 {
            let finding = Finding::error("P507", format!("profile {name} lacks {}", lacks.concat()));
            let finding =
                finding.affects("every AWS tool refuses the profile; Go calls the portal with an empty name");
            findings.push(view.locate(configure(finding, &profile), &profile, "sso_session"));
        }
        let missing = missing(&profile);
        if text(&profile, "sso_session").is_none() && !missing.is_empty() {
            let message = format!("profile {name} lacks {} and has no sso_session", missing.join(" and "));
            let finding = Finding::error("P508", message).affects(
                "every AWS tool refuses the profile; Rust goes on to container and instance credentials",
            );
            findings.push(view.locate(configure(finding, &profile), &profile, "sso_session"));
        }
    }
    findings
}

/// P509 to P513: malformed values of a profile.
pub(super) fn malformed(view: &SnapshotView<'_>) -> Vec<Finding> {
    type Accepts = fn(&str) -> bool;
    let rules: [(&str, &str, &str, Accepts); 5] = [
        ("P509", "sso_region", "is not a region such as eu-west-1", is_region_name),
        ("P510", "sso_start_url", "is not the URL of a portal", is_start_url),
        ("P511", "sso_account_id", "is not twelve digits", is_account),
        ("P512", "sso_role_name", "is not the name of a permission set", |name| {
            name.parse::<RoleName>().is_ok()
        }),
        ("P513", "region", "is not a region such as eu-west-1", is_client_region_name),
    ];
    let mut findings = Vec::new();
    for profile in view.config.profiles() {
        for (code, key, wrong, accepts) in rules {
            if text(&profile, key).is_some_and(|value| !accepts(value)) {
                let finding = Finding::error(code, format!("{key} of profile {} {wrong}", profile.name()));
                let finding =
                    finding.affects("every AWS tool fails with this profile, some only when they call AWS");
                // The wizard asks for every value of a sign-in, but it can keep a client region.
                let finding = match is_sso(&profile) && key != "region" {
                    true => configure(finding, &profile),
                    false => finding.fix(comment_out(profile.name(), [key])),
                };
                findings.push(view.locate(finding, &profile, key));
            }
        }
    }
    findings
}

/// P515: malformed values of a session.
pub(super) fn session_malformed(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for session in view.config.sso_sessions() {
        let bad = [("sso_region", is_region_name as fn(&str) -> bool), ("sso_start_url", is_start_url)];
        for (key, accepts) in bad {
            if text(&session, key).is_some_and(|value| !accepts(value)) {
                let message = format!("{key} of sso-session {} is malformed", session.name());
                let finding = Finding::error("P515", message)
                    .affects("every sign-in to this session fails")
                    .remedy(Remedy::ConfigureSession(session.name().to_owned()));
                findings.push(view.locate(finding, &session, key));
            }
        }
    }
    findings
}

/// P540: a portal whose host names a region other than `sso_region`.
pub(super) fn region_of_portal(view: &SnapshotView<'_>) -> Vec<Finding> {
    let legacy = view.config.profiles().filter(|profile| text(profile, "sso_session").is_none());
    let found = view.config.sso_sessions().chain(legacy).filter_map(|section| {
        let url = StartUrl::new(text(&section, "sso_start_url")?).ok()?;
        let (of_host, given) = (portal_region(&url)?, text(&section, "sso_region")?);
        if of_host.as_str() == given {
            return None;
        }
        let (kind, name) = (section.kind(), section.name());
        let message = format!(
            "the portal of {} {name} is in {of_host}, and sso_region names another region",
            kind.prefix()
        );
        let finding = Finding::error("P540", message)
            .affects("every sign-in fails: the service of that region does not know the portal");
        let finding = match kind {
            SectionKind::SsoSession => finding.remedy(Remedy::ConfigureSessionKey {
                session: name.to_owned(),
                key: "sso_region",
                value: Some(of_host.to_string()),
            }),
            _ => configure(finding, &section),
        };
        Some(view.locate(finding, &section, "sso_region"))
    });
    found.collect()
}

/// P541: one portal in several spellings in legacy profiles: each spelling needs a sign-in of its own.
pub(super) fn spellings(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut portals: BTreeMap<String, (Option<Profile<'_>>, BTreeSet<&str>)> = BTreeMap::new();
    let profiles: Vec<_> = view.config.profiles().collect();
    for profile in profiles.iter().filter(|profile| text(profile, "sso_session").is_none()) {
        let Some(url) = text(profile, "sso_start_url") else { continue };
        let (first, written) = portals.entry(StartUrl::portal(url)).or_default();
        written.insert(url);
        if first.is_none() && StartUrl::new(url).is_ok() {
            *first = Some(*profile);
        }
    }
    let mut findings = Vec::new();
    for (first, written) in portals.into_values() {
        let Some(profile) = first.filter(|_| written.len() > 1) else { continue };
        let message =
            format!("one portal is spelled in {} ways in profiles without sso_session", written.len());
        let finding = Finding::note("P541", message).affects(
            "the AWS CLI and every SDK: each spelling needs a sign-in, because the token's file name derives from it",
        );
        findings.push(view.locate(finding, &profile, "sso_start_url"));
    }
    findings
}

/// Says whether an account id has 12 digits; an id that a program read as a number lacks its leading zeros.
fn is_account(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_start_url(url: &str) -> bool {
    StartUrl::new(url).is_ok()
}
