//! The accounts that `accounts` and `roles` are about, by `--account`, and their order, by `--sort`.

use crate::{
    args::{PortalFlags, SortBy},
    inventory::{self, Inventory},
    report::Report,
};
use daypass_inventory::ListedAccount;
use daypass_populate::glob;
use daypass_portal_client::Account;
use std::sync::{Mutex, PoisonError};

/// The accounts that `--account` asks for; it keeps the others, to suggest the one that was probably meant.
pub(crate) struct AccountFilter<'a> {
    wanted: Option<&'a str>,
    others: Mutex<Vec<Account>>,
}

impl<'a> AccountFilter<'a> {
    pub(crate) fn new(flags: &'a PortalFlags) -> Self {
        Self { wanted: flags.account.as_deref(), others: Mutex::default() }
    }

    pub(crate) fn includes(&self, account: &Account) -> bool {
        let Some(wanted) = self.wanted else { return true };
        let is_it = glob::matches(wanted, account.id.as_str())
            || account.name.as_deref().is_some_and(|name| glob::matches(wanted, name));
        if !is_it {
            self.others.lock().unwrap_or_else(PoisonError::into_inner).push(account.clone());
        }
        is_it
    }

    /// Refuses a listing without any account that `--account` asks for.
    pub(crate) fn check(&self, inventory: &Inventory<'_>, listed: &[ListedAccount]) -> Result<(), Report> {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        match self.wanted {
            Some(wanted) if listed.is_empty() => {
                Err(inventory::no_account(&inventory.session, wanted, others.iter()))
            }
            _ => Ok(()),
        }
    }
}

/// Sorts accounts, which a listing sorts by name.
pub(crate) fn sorted(mut accounts: Vec<ListedAccount>, order: SortBy) -> Vec<ListedAccount> {
    match order {
        SortBy::Name => {}
        SortBy::Id => accounts.sort_by(|one, other| one.account.id.cmp(&other.account.id)),
        SortBy::Email => accounts.sort_by_cached_key(|listed| listed.account.email.clone()),
    }
    accounts
}
