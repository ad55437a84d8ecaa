//! The types of a listing: accounts, their roles, and the time of reading.

use daypass_portal_client::{Account, Error};
use daypass_sso_types::RoleName;
use std::{fmt, time::SystemTime};

/// The accounts and roles that a person could use at a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// When the listing was read.
    pub at: SystemTime,
    /// The accounts, sorted as the AWS CLI does: named accounts first, by name.
    pub accounts: Vec<ListedAccount>,
}

impl Listing {
    /// Creates a listing of accounts that were read at this time.
    pub fn new(at: SystemTime, accounts: Vec<ListedAccount>) -> Self {
        Self { at, accounts }
    }
}

/// An account with its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedAccount {
    /// The account.
    pub account: Account,
    /// The roles, by name; empty if they were not requested or could not be listed.
    pub roles: Vec<RoleName>,
    /// Why the roles could not be listed; `None` if they were listed or not requested.
    pub unlisted: Option<Unlisted>,
}

impl ListedAccount {
    /// Creates an account with these roles.
    pub fn new(account: Account, roles: Vec<RoleName>) -> Self {
        Self { account, roles, unlisted: None }
    }

    /// Returns the roles; `None` if they could not be listed and are unknown.
    pub fn known_roles(&self) -> Option<&[RoleName]> {
        self.unlisted.is_none().then_some(self.roles.as_slice())
    }
}

/// Describes the accounts whose roles could not be listed, a sentence for each of the first `most` and one for the rest.
///
/// ```
/// use daypass_inventory::unlisted_in_words;
///
/// assert!(unlisted_in_words(&[], 5).is_empty());
/// ```
pub fn unlisted_in_words(accounts: &[ListedAccount], most: usize) -> Vec<String> {
    let mut unlisted =
        accounts.iter().filter_map(|listed| Some((&listed.account, listed.unlisted.as_ref()?)));
    let sentence = |(account, why): (&Account, &Unlisted)| {
        let name = account.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        format!("the roles of account {}{name} could not be listed: {why}", account.id)
    };
    let mut sentences: Vec<_> = unlisted.by_ref().take(most).map(sentence).collect();
    let more = unlisted.count();
    sentences.extend((more > 0).then(|| format!("the roles of {more} more accounts could not be listed")));
    sentences
}

/// Why the roles of one account could not be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unlisted {
    /// Whether the service refused or failed.
    pub reason: UnlistedReason,
    /// The text of the service's error.
    pub message: String,
}

/// Whether the service refused to list the roles of an account, or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the service refused the call or failed to serve it")]
pub enum UnlistedReason {
    /// The service refused: the account is not or no longer assigned to the person.
    Refused,
    /// Every attempt failed, while calls for other accounts succeeded.
    Failed,
}

impl Unlisted {
    pub(crate) fn new(reason: UnlistedReason, error: &Error) -> Self {
        Self { reason, message: error.to_string() }
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Sorts as the AWS CLI does: by name, else by e-mail address, and accounts with neither last, by id.
pub(crate) fn sort(accounts: &mut [ListedAccount]) {
    accounts.sort_by_cached_key(|ListedAccount { account, .. }| key(account));
    for listed in accounts {
        listed.roles.sort_by_cached_key(|role| role.as_str().to_lowercase());
        listed.roles.dedup();
    }
}

fn key(account: &Account) -> (bool, String, String) {
    let label = account.name.as_deref().or(account.email.as_deref());
    (label.is_none(), label.unwrap_or(account.id.as_str()).to_lowercase(), account.id.to_string())
}

#[cfg(test)]
mod tests {
    use super::{ListedAccount, Unlisted, UnlistedReason, unlisted_in_words};
    use daypass_portal_client::Account;

    #[test]
    fn the_first_unlisted_accounts_are_named_and_the_rest_counted() {
        let account = |id: u32, message: Option<&str>| {
            let account = Account {
                id: format!("{id:012}").parse().expect("an account id"),
                name: id.is_multiple_of(2).then(|| format!("dev-{id}")),
                email: None,
            };
            let unlisted = message
                .map(|message| Unlisted { reason: UnlistedReason::Refused, message: message.to_owned() });
            ListedAccount { unlisted, ..ListedAccount::new(account, Vec::new()) }
        };
        let accounts =
            [account(1, Some("no")), account(2, None), account(4, Some("gone")), account(5, Some("no"))];
        let one = "the roles of account 000000000001 could not be listed: no".to_owned();
        let four = "the roles of account 000000000004 (dev-4) could not be listed: gone".to_owned();
        let five = "the roles of account 000000000005 could not be listed: no".to_owned();
        let more = |count: u32| format!("the roles of {count} more accounts could not be listed");
        for (most, expected) in [
            (0, vec![more(3)]),
            (1, vec![one.clone(), more(2)]),
            (3, vec![one.clone(), four.clone(), five.clone()]),
            (9, vec![one, four, five]),
        ] {
            assert_eq!(unlisted_in_words(&accounts, most), expected, "{most}");
        }
        assert!(unlisted_in_words(&accounts[1..2], 5).is_empty());
    }
}
