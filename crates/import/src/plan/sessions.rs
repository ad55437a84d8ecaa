//! Which session each portal becomes, which stand already, and which is the default.

use crate::{
    draft::{Draft, PortalEntry},
    planned::PlannedSession,
};
use daypass_config_parse::Section;
use daypass_other_tools::portal;
use daypass_populate::setup::DEFAULT_SCOPES;

/// Returns the name of the session of each portal: an existing one of that portal, else a new one.
pub(super) fn names(draft: &Draft<'_>) -> Vec<String> {
    let config = draft.config;
    let wanted: Vec<_> = draft.portals.iter().map(wanted_name).collect();
    let mut names: Vec<Option<String>> = draft.portals.iter().map(|entry| entry.session.clone()).collect();
    let existing = || config.sso_sessions().filter(|session| session.get("sso_start_url").is_some());
    // By name first, so that two entries for one portal find their own sessions again.
    for (at, entry) in draft.portals.iter().enumerate() {
        let found = existing().find(|session| {
            is_of(session, entry) && wanted.get(at).map(String::as_str) == Some(session.name())
        });
        if let (Some(found), Some(slot @ None)) = (found, names.get_mut(at)) {
            *slot = Some(found.name().to_owned());
        }
    }
    for (at, entry) in draft.portals.iter().enumerate() {
        let is_free = |session: &Section<'_>| {
            !entry.is_entry || !names.iter().flatten().any(|name| name == session.name())
        };
        let found = existing().find(|session| is_of(session, entry) && is_free(session));
        let found = found.map(|session| session.name().to_owned());
        if let (Some(found), Some(slot @ None)) = (found, names.get_mut(at)) {
            *slot = Some(found);
        }
    }
    for (at, wanted) in wanted.iter().enumerate() {
        let is_taken = |name: &str| {
            config.sso_session(name).is_some() || names.iter().flatten().any(|known| known == name)
        };
        if names.get(at) == Some(&None) {
            let free = portal::free(wanted, is_taken);
            if let Some(slot) = names.get_mut(at) {
                *slot = Some(free);
            }
        }
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

fn wanted_name(entry: &PortalEntry) -> String {
    let given = entry.name.as_deref().map(portal::plain).filter(|name| !name.is_empty());
    given.unwrap_or_else(|| portal::name(&entry.start_url))
}

fn is_of(session: &Section<'_>, entry: &PortalEntry) -> bool {
    let url = session.get("sso_start_url").map(portal::normal);
    url == Some(portal::normal(&entry.start_url)) && session.get("sso_region") == Some(entry.region.as_str())
}

/// Lists the sessions after the import: those of the config file, and the new ones.
pub(super) fn planned(draft: &Draft<'_>, names: &[String]) -> Vec<PlannedSession> {
    let existing = draft.config.sso_sessions().map(|session| {
        let get = |key| session.get(key).unwrap_or_default().to_owned();
        PlannedSession {
            name: session.name().to_owned(),
            start_url: get("sso_start_url"),
            region: get("sso_region"),
            scopes: session.get("sso_registration_scopes").map(str::to_owned),
            exists: true,
        }
    });
    let mut sessions: Vec<_> = existing.collect();
    for (entry, name) in draft.portals.iter().zip(names) {
        if !sessions.iter().any(|session| session.name == *name) {
            sessions.push(PlannedSession {
                name: name.clone(),
                start_url: portal::without_tail(&entry.start_url).to_owned(),
                region: entry.region.clone(),
                scopes: Some(DEFAULT_SCOPES.to_owned()),
                exists: false,
            });
        }
    }
    sessions
}

/// Chooses the default session, and warns of portals that stand twice.
pub(super) fn settings(draft: &mut Draft<'_>, sessions: &[PlannedSession]) {
    for (at, session) in sessions.iter().enumerate() {
        let others = sessions.iter().take(at);
        let same =
            others.filter(|other| portal::normal(&other.start_url) == portal::normal(&session.start_url));
        for other in same {
            match other.region == session.region {
                true => draft.warn(format!("{} and {} are one portal, and stay two sessions", other.name, session.name)),
                false => draft.warn(format!(
                    "{} and {} are one portal with two regions, {} and {}: a portal has one, so one of them fails at login; \
                     `daypass doctor` finds which",
                    other.name, session.name, other.region, session.region
                )),
            }
        }
    }
    let default = draft.default.and_then(|portal| names(draft).get(portal).cloned());
    match (default, sessions) {
        (Some(name), _) => draft.set_text(None, "sso_session", name),
        (None, [only]) => draft.set_text(None, "sso_session", only.name.as_str()),
        (None, []) => draft.warn("no portal is named anywhere: `daypass configure sso-session` first"),
        (None, many) => {
            draft.warn(format!("there are {} sessions: `sso_session` is not set for you", many.len()));
        }
    }
}
