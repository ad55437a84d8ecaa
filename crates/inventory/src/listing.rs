//! What a listing is made of: accounts, the roles there, and when it was read.

use daypass_portal_client::{Account, Error};
use daypass_sso_types::RoleName;
use std::{fmt, time::SystemTime};

/// The accounts and roles that a person may enter, as they were at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// When it was read.
    pub at: SystemTime,
    /// Those with a name first, by name, as the AWS CLI sorts them.
    pub accounts: Vec<ListedAccount>,
}

impl Listing {
    /// Makes a listing of what was read at this time.
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
    /// The roles, by name; empty where nobody asked, and where they could not be listed.
    pub roles: Vec<RoleName>,
    /// Why the roles could not be listed; `None` where they were, or nobody asked.
    pub unlisted: Option<Unlisted>,
}

impl ListedAccount {
    /// Makes an account with these roles.
    pub fn new(account: Account, roles: Vec<RoleName>) -> Self {
        Self { account, roles, unlisted: None }
    }

    /// The roles; `None` where they could not be listed, so that nothing is known of them.
    pub fn known_roles(&self) -> Option<&[RoleName]> {
        self.unlisted.is_none().then_some(self.roles.as_slice())
    }
}

/// Why the roles of one account could not be listed, while those of others could.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unlisted {
    /// Whether the service refuses, or fails.
    pub reason: UnlistedReason,
    /// The service's words.
    pub message: String,
}

/// Whether the service refuses to list the roles of an account, or fails to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "either it was answered or not")]
pub enum UnlistedReason {
    /// It refuses: the account is not (or no longer) the person's.
    Refused,
    /// It failed, each time it was asked, and answered for other accounts meanwhile.
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

/// Sorts as the AWS CLI does: those with a name first, by name, else by e-mail address, else by id.
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
