//! What a listing is asked for.

use daypass_portal_client::Account;
use daypass_sso_types::{AccountId, RoleName};
use std::collections::HashMap;

/// What a listing is to hold.
#[expect(missing_debug_implementations, reason = "it holds a closure")]
pub struct ListingRequest<'a> {
    pub(crate) accounts: Accounts<'a>,
    pub(crate) with_roles: bool,
    pub(crate) known: HashMap<AccountId, Vec<RoleName>>,
}

pub(crate) enum Accounts<'a> {
    /// Those that the service lists, if this says so.
    Listed(&'a (dyn Fn(&Account) -> bool + Sync)),
    This(Account),
}

impl<'a> ListingRequest<'a> {
    /// Every account with its roles.
    pub fn everything() -> Self {
        Self::accounts_with_roles(&|_| true)
    }

    /// The accounts that the closure wants, with their roles.
    pub fn accounts_with_roles(wanted: &'a (dyn Fn(&Account) -> bool + Sync)) -> Self {
        Self { accounts: Accounts::Listed(wanted), with_roles: true, known: HashMap::new() }
    }

    /// The accounts that the closure wants, without their roles, which takes a call for each hundred accounts.
    pub fn accounts(wanted: &'a (dyn Fn(&Account) -> bool + Sync)) -> Self {
        Self { with_roles: false, ..Self::accounts_with_roles(wanted) }
    }

    /// This account alone, with its roles. The accounts are not listed.
    pub fn roles_of(account: Account) -> Self {
        Self { accounts: Accounts::This(account), with_roles: true, known: HashMap::new() }
    }

    /// Whether it wants this account, such as one of a listing that was kept.
    pub fn wants(&self, account: &Account) -> bool {
        match &self.accounts {
            Accounts::Listed(wanted) => wanted(account),
            Accounts::This(this) => this.id == account.id,
        }
    }

    /// Whether roles are asked for.
    pub fn with_roles(&self) -> bool {
        self.with_roles
    }

    /// The same, without asking for roles that are known.
    #[must_use]
    pub fn with_known(self, known: HashMap<AccountId, Vec<RoleName>>) -> Self {
        Self { known, ..self }
    }
}
