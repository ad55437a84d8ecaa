//! The plan of populate: a pure function of the listing, the config file and the options.

mod desired;
mod removal;
mod rows;
#[cfg(test)]
mod tests;

use crate::{
    change::{Change, ChangeKind},
    options::{AccountRoles, PopulateOptions},
};
use daypass_config_parse::Config;
use desired::desired_profiles;
use removal::removals;
use rows::{Existing, missing_field, rows};
use serde_json::{Value, json};

/// The changes that give the config file the desired profiles, with counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changeset {
    /// Accounts in the listing.
    pub accounts: usize,
    /// Roles in the listing.
    pub roles: usize,
    /// Marked profiles after all changes.
    pub profiles: usize,
    /// Marked profiles that need no change.
    pub unchanged: usize,
    /// Roles that already have an unmarked profile of the template's name.
    pub by_hand: usize,
    /// Marked profiles that keep a name which the template would not give.
    pub called_otherwise: usize,
    /// Accounts whose roles could not be listed; their profiles do not change.
    pub unlisted: usize,
    /// The field that the template lacks (`role` or `account`), if several roles would get one name for that reason and
    /// get numbers or account ids appended.
    pub missing_field: Option<&'static str>,
    /// The changes, sorted by kind and then in the listing's order.
    pub changes: Vec<Change>,
}

impl Changeset {
    /// Computes the changes of the config file.
    pub fn plan(listing: &[AccountRoles<'_>], config: &Config<'_>, options: &PopulateOptions) -> Self {
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

    /// Counts the changes of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Writes the plan for programs: its counts, its changes, and whether removals are made (see
    /// [`Changeset::applied`]).
    ///
    /// ```
    /// use daypass_config_parse::{Config, Dialect, Document};
    /// use daypass_populate::{AccountRoles, Changeset, PopulateOptions, Template};
    /// # use daypass_sso_types::{AccountId, RoleName};
    ///
    /// # let (id, roles) = (AccountId::new("111122223333")?, [RoleName::new("Admin")?]);
    /// let listing = [AccountRoles { id: &id, name: Some("Data"), email: None, roles: Some(&roles) }];
    /// let file = Document::parse("");
    /// let options = PopulateOptions::new("corp", Template::default());
    /// let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options).to_json(false);
    /// assert_eq!(plan["roles"], 1);
    /// assert_eq!(plan["changes"][0]["profile"], "Data.Admin");
    /// assert_eq!(plan["changes"][0]["change"], "new");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_json(&self, prune: bool) -> Value {
        let changes: Vec<_> = self.changes.iter().map(Change::to_json).collect();
        json!({
            "accounts": self.accounts, "roles": self.roles, "profiles": self.profiles,
            "unchanged": self.unchanged, "by_hand": self.by_hand, "called_otherwise": self.called_otherwise,
            "unlisted": self.unlisted, "prune": prune, "changes": changes,
        })
    }

    /// Returns the changes to make; removals only if `prune` is true.
    pub fn applied(self, prune: bool) -> Vec<Change> {
        self.changes.into_iter().filter(|change| prune || change.kind != ChangeKind::Gone).collect()
    }
}
