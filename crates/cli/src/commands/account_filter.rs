//! What `accounts` and `roles` share: which accounts are wanted, in which order, and how rows are shown.

use crate::{
    args::{Order, Portal},
    context::Context,
    organisation::{self, Organisation},
    report::Report,
};
use daypass_inventory::ListedAccount;
use daypass_populate::glob;
use daypass_portal_client::Account;
use serde_json::{Map, Value};
use std::sync::{Mutex, PoisonError};

/// Which accounts `--account` wants, and those that it does not, of which one may have been meant.
pub(crate) struct Chosen<'a> {
    wanted: Option<&'a str>,
    others: Mutex<Vec<Account>>,
}

impl<'a> Chosen<'a> {
    pub(crate) fn new(flags: &'a Portal) -> Self {
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

    /// What was asked for by name has to be there.
    pub(crate) fn check(
        &self,
        organisation: &Organisation<'_>,
        listed: &[ListedAccount],
    ) -> Result<(), Report> {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        match self.wanted {
            Some(wanted) if listed.is_empty() => {
                Err(organisation::no_account(&organisation.session, wanted, others.iter()))
            }
            _ => Ok(()),
        }
    }
}

/// They come by name.
pub(crate) fn sorted(mut accounts: Vec<ListedAccount>, order: Order) -> Vec<ListedAccount> {
    match order {
        Order::Name => {}
        Order::Id => accounts.sort_by(|one, other| one.account.id.cmp(&other.account.id)),
        Order::Email => accounts.sort_by_cached_key(|listed| listed.account.email.clone()),
    }
    accounts
}

/// Prints them; in JSON each is an object with the columns' names.
pub(crate) fn show(context: &Context, header: &[&str], rows: &[Vec<String>]) -> Result<(), Report> {
    let form = context.form(&["table", "text", "json", "csv"])?;
    let object = |row: &Vec<String>| {
        let members = header.iter().zip(row).map(|(name, cell)| (name.to_lowercase(), cell.clone().into()));
        Value::Object(members.collect::<Map<_, _>>())
    };
    context.print_rows(form, header, rows, || rows.iter().map(object).collect())
}
