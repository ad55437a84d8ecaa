//! The request of a listing: which accounts, and whether with roles.

use daypass_portal_client::Account;
use daypass_sso_types::{AccountId, RoleName};
use std::collections::HashMap;

/// Says which accounts to list, and whether to list their roles.
#[expect(missing_debug_implementations, reason = "it holds a closure")]
pub struct ListingRequest<'a> {
    pub(crate) accounts: Accounts<'a>,
    pub(crate) with_roles: bool,
    pub(crate) known: HashMap<AccountId, Vec<RoleName>>,
}

pub(crate) enum Accounts<'a> {
    /// The accounts that the service lists and the closure wants.
    Listed(&'a (dyn Fn(&Account) -> bool + Sync)),
    /// One account, without a call for the list of accounts.
    This(Account),
}

impl<'a> ListingRequest<'a> {
    /// Requests every account with its roles.
    pub fn everything() -> Self {
        Self::accounts_with_roles(&|_| true)
    }

    /// Requests the accounts that the closure wants, with their roles: one call and more per account.
    pub fn accounts_with_roles(wanted: &'a (dyn Fn(&Account) -> bool + Sync)) -> Self {
        Self { accounts: Accounts::Listed(wanted), with_roles: true, known: HashMap::new() }
    }

    /// Requests the accounts that the closure wants, without their roles: one call per hundred accounts.
    pub fn accounts(wanted: &'a (dyn Fn(&Account) -> bool + Sync)) -> Self {
        Self { with_roles: false, ..Self::accounts_with_roles(wanted) }
    }

    /// Requests the roles of one account, without listing the accounts.
    pub fn roles_of(account: Account) -> Self {
        Self { accounts: Accounts::This(account), with_roles: true, known: HashMap::new() }
    }

    /// Says whether the request wants this account, for example of a cached listing.
    pub fn wants(&self, account: &Account) -> bool {
        match &self.accounts {
            Accounts::Listed(wanted) => wanted(account),
            Accounts::This(this) => this.id == account.id,
        }
    }

    /// Says whether roles are requested.
    pub fn with_roles(&self) -> bool {
        self.with_roles
    }

    /// Sets the roles that are known already and need no call.
    #[must_use]
    pub fn with_known(self, known: HashMap<AccountId, Vec<RoleName>>) -> Self {
        Self { known, ..self }
    }
}
