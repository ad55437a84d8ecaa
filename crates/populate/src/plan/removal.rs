//! Removals: the marked profiles that are no longer desired, and why.

use super::{
    desired::{DesiredProfile, Identity},
    rows::{Existing, process_command},
};
use crate::{
    change::{Change, ChangeKind, KeyChange},
    options::AccountRoles,
};
use daypass_config_parse::{Config, Profile, SectionName};
use daypass_sso_types::RoleName;
use std::collections::{HashMap, HashSet};

/// Removes marked profiles that are not desired, except those of accounts whose roles are unknown.
pub(super) fn removals(
    config: &Config<'_>,
    existing: &Existing<'_>,
    desired: &[DesiredProfile],
    listing: &[AccountRoles<'_>],
) -> Vec<Change> {
    let names: HashSet<&str> = desired.iter().map(|profile| profile.name.as_str()).collect();
    let unlisted: HashSet<&str> =
        listing.iter().filter(|entry| entry.roles.is_none()).map(|entry| entry.id.as_str()).collect();
    let is_of_unlisted =
        |profile: &Profile<'_>| profile.get("sso_account_id").is_some_and(|id| unlisted.contains(id));
    // A profile with `credential_process` has no account key; the profile that its command names has.
    let unlisted_commands: HashSet<String> = match unlisted.is_empty() {
        true => HashSet::new(),
        false => existing
            .ours
            .values()
            .filter(|profile| is_of_unlisted(profile))
            .map(|profile| process_command(profile.name()))
            .collect(),
    };
    let stays = |profile: &Profile<'_>| {
        names.contains(profile.name())
            || is_of_unlisted(profile)
            || profile.get("credential_process").is_some_and(|command| unlisted_commands.contains(command))
    };
    let wanted: HashMap<&Identity, &str> =
        desired.iter().map(|profile| (&profile.identity, profile.name.as_str())).collect();
    let assigned = listing.iter().map(assigned).collect();
    let ours = config.profiles().filter(|profile| existing.ours.contains_key(profile.name()));
    ours.filter(|profile| !stays(profile)).map(|profile| removal(&profile, &wanted, &assigned)).collect()
}

fn assigned<'a>(entry: &AccountRoles<'a>) -> (&'a str, HashSet<&'a str>) {
    (entry.id.as_str(), entry.roles.into_iter().flatten().map(RoleName::as_str).collect())
}

fn removal(
    profile: &Profile<'_>,
    wanted: &HashMap<&Identity, &str>,
    assigned: &HashMap<&str, HashSet<&str>>,
) -> Change {
    let text = |key: &str| profile.get(key).unwrap_or_default().to_owned();
    let (id, role) = (text("sso_account_id"), text("sso_role_name"));
    let region = profile.get("region").map(str::to_owned);
    let is_process = profile.get("credential_process").is_some();
    let is_assigned =
        is_process || assigned.get(id.as_str()).is_some_and(|roles| roles.contains(role.as_str()));
    let place = |region| wanted.get(&(id.clone(), role.clone(), region, is_process));
    let note = match [region, None].into_iter().find_map(place) {
        Some(name) => format!("now called {name}"),
        None if is_assigned => "no longer wanted".to_owned(),
        None => "no longer assigned".to_owned(),
    };
    let key = |key: &&str| KeyChange { name: (*key).to_owned(), was: Some(text(key)), is: None };
    let keys = profile.keys().iter().map(key).collect();
    Change::new(ChangeKind::Gone, &SectionName::profile(profile.name()), note, keys)
}
