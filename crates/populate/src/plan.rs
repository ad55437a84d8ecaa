//! What populate would change: a function of the listing, the config file and the options.

mod desired;
mod removal;
mod rows;
#[cfg(test)]
mod tests;

use crate::Template;
use daypass_config_parse::{Batch, Config, SectionName};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use desired::desired_profiles;
use removal::removals;
use rows::{Existing, missing_field, rows};

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
    /// The roles; `None` where they could not be listed: then nothing of this account changes.
    pub roles: Option<&'a [RoleName]>,
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
    /// Whether profiles of ours get the names that the template gives today. Without it a name stays with its account and
    /// role for as long as it stands in the file.
    pub rename: bool,
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
            rename: false,
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
    /// Profiles of ours that keep a name which the template would not give.
    pub called_otherwise: usize,
    /// Accounts whose roles could not be listed; their profiles stay as they are.
    pub unlisted: usize,
    /// The field that the template lacks (`role` or `account`), so that several roles would have one name and are told
    /// apart by numbers or account ids.
    pub missing_field: Option<&'static str>,
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
        let existing = Existing::of(config, &options.session);
        let mut plan = Self {
            accounts: listing.len(),
            roles: listing.iter().filter_map(|entry| entry.roles).map(<[_]>::len).sum(),
            unlisted: listing.iter().filter(|entry| entry.roles.is_none()).count(),
            ..Self::default()
        };
        let rows = rows(listing, config, options, &existing, &mut plan.by_hand);
        plan.missing_field = missing_field(&rows, options);
        plan.called_otherwise = rows.iter().filter(|row| row.is_called_otherwise()).count();
        let desired = desired_profiles(rows, options, &existing);
        plan.profiles = desired.len();
        let gone = removals(config, &existing, &desired, listing);
        for profile in desired {
            match existing.ours.get(profile.name.as_str()) {
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
