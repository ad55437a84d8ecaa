//! What populate would change: a function of the listing, the config file and the options.

mod desired;
#[cfg(test)]
mod tests;

use crate::Template;
use daypass_config_parse::{Batch, Config, Profile, SectionName};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use desired::{DesiredProfile, Identity, desired_profiles};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key that marks a profile as ours; its value is the session. No tool reads it, and no sso-session has it,
/// which matters to botocore: it compares every key that a profile and its session share.
pub const MARKER: &str = "daypass_session";

/// An account that a person may enter, and the roles there.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a row of a listing, which callers make of what they have")]
pub struct AccountRoles<'a> {
    /// The account's id.
    pub id: &'a AccountId,
    /// The account's name.
    pub name: Option<&'a str>,
    /// The e-mail address of the account's root user.
    pub email: Option<&'a str>,
    /// The roles.
    pub roles: &'a [RoleName],
}

/// What is wanted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The session's name.
    pub session: String,
    /// A profile for each of these; without any, profiles without a region.
    pub regions: Vec<String>,
    /// How profiles are called.
    pub template: Template,
    /// Globs; without any, everything.
    pub include: Vec<String>,
    /// Globs that take out again.
    pub exclude: Vec<String>,
    /// Keys for every profile.
    pub set: Vec<(String, String)>,
    /// How profiles find their session.
    pub form: Form,
    /// Whether each profile gets one beside it, for tools that read `credential_process` but no sso-session.
    pub process_profiles: bool,
}

impl Options {
    /// Asks for a profile of this session for every role, without a region, under the names that the template gives.
    pub fn new(session: impl Into<String>, template: Template) -> Self {
        Self {
            session: session.into(),
            regions: Vec::new(),
            template,
            include: Vec::new(),
            exclude: Vec::new(),
            set: Vec::new(),
            form: Form::Native,
            process_profiles: false,
        }
    }
}

/// How a profile finds its session.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "the AWS configuration has these two forms")]
pub enum Form {
    /// `sso_session`.
    Native,
    /// The keys of old tools instead, never beside.
    Legacy(StartUrl, Region),
}

/// What has to change, so that the config file has the profiles that are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changeset {
    /// Accounts of the listing.
    pub accounts: usize,
    /// Roles of the listing.
    pub roles: usize,
    /// Profiles of ours when all is done.
    pub profiles: usize,
    /// Profiles of ours that are as they should be.
    pub unchanged: usize,
    /// Roles that have a profile of that name already, made by hand.
    pub by_hand: usize,
    /// The changes, by kind, then in the listing's order.
    pub changes: Vec<Change>,
}

/// One profile's change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Which way.
    pub kind: ChangeKind,
    /// The profile.
    pub name: String,
    /// What a person wants to know of it: the account, or why it goes.
    pub note: String,
    /// The keys that change, with what they were and what they become.
    pub keys: Vec<KeyChange>,
}

/// Which way a profile changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "a profile comes, changes or goes")]
pub enum ChangeKind {
    /// The profile is made.
    New,
    /// Keys of the profile change.
    Changed,
    /// The profile is removed.
    Gone,
}

impl ChangeKind {
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Changed, Self::Gone];

    /// Its word in JSON: `new`, `changed` or `gone`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// A key's change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key.
    pub name: String,
    /// Its value before; `None` where it was not there.
    pub was: Option<String>,
    /// Its value after; `None` where it goes.
    pub is: Option<String>,
}

impl Changeset {
    /// Computes what has to change in the config file.
    pub fn plan(listing: &[AccountRoles<'_>], config: &Config<'_>, options: &Options) -> Self {
        let is_ours = |profile: &Profile<'_>| profile.get(MARKER) == Some(options.session.as_str());
        let ours: HashMap<&str, Profile<'_>> =
            config.profiles().filter(is_ours).map(|profile| (profile.name(), profile)).collect();
        let taken = config.profiles().filter(|profile| !is_ours(profile));
        let taken: HashSet<String> = taken.map(|profile| profile.name().to_ascii_lowercase()).collect();

        let mut plan = Self {
            accounts: listing.len(),
            roles: listing.iter().map(|entry| entry.roles.len()).sum(),
            ..Self::default()
        };
        let desired = desired_profiles(listing, config, options, &ours, &taken, &mut plan.by_hand);
        plan.profiles = desired.len();
        let names: HashSet<&str> = desired.iter().map(|desired| desired.name.as_str()).collect();
        let gone = config.profiles().filter(|profile| is_ours(profile) && !names.contains(profile.name()));
        let gone = removals(gone.collect(), &desired, listing);
        for profile in desired {
            match ours.get(profile.name.as_str()) {
                None => plan.changes.push(profile.create()),
                Some(known) => match profile.update(known) {
                    Some(change) => plan.changes.push(change),
                    None => plan.unchanged += 1,
                },
            }
        }
        plan.changes.extend(gone);
        plan.changes.sort_by_key(|change| change.kind);
        plan
    }

    /// How many changes of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// The changes that are made: removals only where they are wanted.
    pub fn applied(self, prune: bool) -> Vec<Change> {
        self.changes.into_iter().filter(|change| prune || change.kind != ChangeKind::Gone).collect()
    }
}

/// Makes one edit of these changes.
pub fn edits(changes: &[Change]) -> Batch {
    changes.iter().fold(Batch::new(), |edits, change| {
        let section = SectionName::profile(change.name.as_str());
        if change.kind == ChangeKind::Gone {
            return edits.remove_section(&section);
        }
        change.keys.iter().fold(edits, |edits, key| match &key.is {
            Some(value) => edits.set(&section, &key.name, value),
            None => edits.unset(&section, &key.name),
        })
    })
}

fn assigned<'a>(listing: &[AccountRoles<'a>]) -> BTreeMap<&'a str, HashSet<&'a str>> {
    listing
        .iter()
        .map(|entry| (entry.id.as_str(), entry.roles.iter().map(RoleName::as_str).collect()))
        .collect()
}

/// Why each of these goes.
fn removals(gone: Vec<Profile<'_>>, desired: &[DesiredProfile], listing: &[AccountRoles<'_>]) -> Vec<Change> {
    if gone.is_empty() {
        return Vec::new();
    }
    let wanted: HashMap<&Identity, &str> =
        desired.iter().map(|profile| (&profile.identity, profile.name.as_str())).collect();
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
    let process = profile.get("credential_process").is_some();
    let is_assigned = process || assigned.get(id.as_str()).is_some_and(|roles| roles.contains(role.as_str()));
    let place = |region| wanted.get(&(id.clone(), role.clone(), region, process));
    let note = match [region, None].into_iter().find_map(place) {
        Some(name) => format!("now called {name}"),
        None if is_assigned => "no longer wanted".to_owned(),
        None => "no longer assigned".to_owned(),
    };
    let key = |key: &&str| KeyChange { name: (*key).to_owned(), was: Some(text(key)), is: None };
    let keys = profile.keys().iter().map(key).collect();
    Change { kind: ChangeKind::Gone, name: profile.name().to_owned(), note, keys }
}
