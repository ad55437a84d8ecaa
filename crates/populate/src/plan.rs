//! What populate would change: a function of the listing, the config file and the options.

mod goal;
#[cfg(test)]
mod tests;

use super::{listing::Entry, template::Template};
use daypass_config_parse::{Batch, Config, Profile, SectionName};
use daypass_sso_types::{Region, RoleName, StartUrl};
use goal::{Goal, Identity, goals};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key that marks a profile as ours; its value is the session. No tool reads it, and no sso-session has it,
/// which matters to botocore: it compares every key that a profile and its session share.
pub(crate) const MARKER: &str = "daypass_session";

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The session's name.
    pub(crate) session: String,
    /// A profile for each of these; without any, profiles without a region.
    pub(crate) regions: Vec<String>,
    /// How profiles are called.
    pub(crate) template: Template,
    /// Globs; without any, everything.
    pub(crate) include: Vec<String>,
    /// Globs that take out again.
    pub(crate) exclude: Vec<String>,
    /// Keys for every profile.
    pub(crate) set: Vec<(String, String)>,
    /// How profiles find their session.
    pub(crate) form: Form,
    /// Whether each profile gets a twin for tools that read `credential_process` only.
    pub(crate) twins: bool,
}

/// How a profile finds its session.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// `sso_session`.
    Native,
    /// The keys of old tools instead, never beside.
    Legacy(StartUrl, Region),
}

/// What has to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Accounts of the listing.
    pub(crate) accounts: usize,
    /// Roles of the listing.
    pub(crate) roles: usize,
    /// Profiles of ours when all is done.
    pub(crate) profiles: usize,
    /// Profiles of ours that are as they should be.
    pub(crate) unchanged: usize,
    /// Roles that have a profile of that name already, made by hand.
    pub(crate) by_hand: usize,
    /// The changes, by kind, then in the listing's order.
    pub(crate) changes: Vec<Change>,
}

/// One profile's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Which way.
    pub(crate) kind: Kind,
    /// The profile.
    pub(crate) name: String,
    /// What a person wants to know of it: the account, or why it goes.
    pub(crate) note: String,
    /// The keys that change, with what they were and what they become.
    pub(crate) keys: Vec<Key>,
}

/// Which way a profile changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    New,
    Changed,
    Gone,
}

/// A key's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) was: Option<String>,
    pub(crate) is: Option<String>,
}

/// Computes it.
pub(crate) fn plan(listing: &[Entry], config: &Config<'_>, options: &Options) -> Plan {
    let is_ours = |profile: &Profile<'_>| profile.get(MARKER) == Some(options.session.as_str());
    let ours: HashMap<&str, Profile<'_>> =
        config.profiles().filter(is_ours).map(|profile| (profile.name(), profile)).collect();
    let taken = config.profiles().filter(|profile| !is_ours(profile));
    let taken: HashSet<String> = taken.map(|profile| profile.name().to_ascii_lowercase()).collect();

    let mut plan = Plan {
        accounts: listing.len(),
        roles: listing.iter().map(|entry| entry.roles.len()).sum(),
        ..Plan::default()
    };
    let goals = goals(listing, config, options, &ours, &taken, &mut plan.by_hand);
    plan.profiles = goals.len();
    let names: HashSet<&str> = goals.iter().map(|goal| goal.name.as_str()).collect();
    let gone = config.profiles().filter(|profile| is_ours(profile) && !names.contains(profile.name()));
    let gone = removals(gone.collect(), &goals, listing);
    for goal in goals {
        match ours.get(goal.name.as_str()) {
            None => plan.changes.push(goal.create()),
            Some(profile) => match goal.mend(profile) {
                Some(change) => plan.changes.push(change),
                None => plan.unchanged += 1,
            },
        }
    }
    plan.changes.extend(gone);
    plan.changes.sort_by_key(|change| change.kind);
    plan
}

impl Plan {
    /// How many changes of a kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// The changes that are made: removals only where they are wanted.
    pub(crate) fn applied(self, prune: bool) -> Vec<Change> {
        self.changes.into_iter().filter(|change| prune || change.kind != Kind::Gone).collect()
    }
}

/// These changes as one edit.
pub(crate) fn edits(changes: &[Change]) -> Batch {
    changes.iter().fold(Batch::new(), |edits, change| {
        let section = SectionName::profile(change.name.as_str());
        if change.kind == Kind::Gone {
            return edits.remove_section(&section);
        }
        change.keys.iter().fold(edits, |edits, key| match &key.is {
            Some(value) => edits.set(&section, &key.name, value),
            None => edits.unset(&section, &key.name),
        })
    })
}

/// The way back.
pub(crate) fn inverse(changes: &[Change]) -> Vec<Change> {
    let back = |change: &Change| Change {
        kind: match change.kind {
            Kind::New => Kind::Gone,
            Kind::Changed => Kind::Changed,
            Kind::Gone => Kind::New,
        },
        keys: change
            .keys
            .iter()
            .map(|key| Key { name: key.name.clone(), was: key.is.clone(), is: key.was.clone() })
            .collect(),
        ..change.clone()
    };
    changes.iter().map(back).collect()
}

fn assigned(listing: &[Entry]) -> BTreeMap<&str, HashSet<&str>> {
    listing
        .iter()
        .map(|entry| (entry.account.id.as_str(), entry.roles.iter().map(RoleName::as_str).collect()))
        .collect()
}

/// Why each of these goes.
fn removals(gone: Vec<Profile<'_>>, goals: &[Goal], listing: &[Entry]) -> Vec<Change> {
    if gone.is_empty() {
        return Vec::new();
    }
    let wanted: HashMap<&Identity, &str> =
        goals.iter().map(|goal| (&goal.identity, goal.name.as_str())).collect();
    let assigned = assigned(listing);
    gone.into_iter().map(|profile| removal(&profile, &wanted, &assigned)).collect()
}

fn removal(
    profile: &Profile<'_>,
    wanted: &HashMap<&Identity, &str>,
    assigned: &BTreeMap<&str, HashSet<&str>>,
) -> Change {
    let text = |key: &str| profile.get(key).unwrap_or_default().to_owned();
    let (id, role) = (text("sso_account_id"), text("sso_role_name"));
    let region = profile.get("region").map(str::to_owned);
    let twin = profile.get("credential_process").is_some();
    let is_assigned = twin || assigned.get(id.as_str()).is_some_and(|roles| roles.contains(role.as_str()));
    let place = |region| wanted.get(&(id.clone(), role.clone(), region, twin));
    let note = match [region, None].into_iter().find_map(place) {
        Some(name) => format!("now called {name}"),
        None if is_assigned => "no longer wanted".to_owned(),
        None => "no longer assigned".to_owned(),
    };
    let key = |key: &&str| Key { name: (*key).to_owned(), was: Some(text(key)), is: None };
    let keys = profile.keys().iter().map(key).collect();
    Change { kind: Kind::Gone, name: profile.name().to_owned(), note, keys }
}
