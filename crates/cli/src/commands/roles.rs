//! `daypass accounts` and `daypass roles`: what the person may enter, as the portal lists it.

use crate::{
    args::{Order, Portal},
    context::Context,
    exit::Exit,
    format::table,
    organisation::{self, Organisation},
    report::Report,
};
use daypass_inventory::ListedAccount;
use daypass_populate::glob;
use daypass_portal_client::Account;
use daypass_terminal::Text;
use std::sync::{Mutex, PoisonError};

pub(crate) fn accounts(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let chosen = Chosen::new(flags);
    let listed = organisation.accounts(flags.asking, &|account| chosen.includes(account))?;
    chosen.check(&organisation, &listed)?;
    let rows: Vec<_> = sorted(listed, flags.sort).iter().map(|listed| cells(&listed.account)).collect();
    show(context, &["ACCOUNT", "NAME", "EMAIL"], &rows)?;
    Ok(Exit::Done)
}

pub(crate) fn roles(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let chosen = Chosen::new(flags);
    let listed = match flags.account {
        Some(_) => organisation.roles(flags.asking, &|account| chosen.includes(account))?,
        None => organisation.listing(flags.asking)?.accounts,
    };
    chosen.check(&organisation, &listed)?;
    let exit = organisation::exit(&listed);
    let mut rows = Vec::new();
    for listed in sorted(listed, flags.sort) {
        let [id, name, _] = cells(&listed.account).try_into().unwrap_or_default();
        rows.extend(listed.roles.iter().map(|role| vec![id.clone(), name.clone(), role.as_str().to_owned()]));
    }
    show(context, &["ACCOUNT", "NAME", "ROLE"], &rows)?;
    Ok(exit)
}

/// They come by name.
fn sorted(mut accounts: Vec<ListedAccount>, order: Order) -> Vec<ListedAccount> {
    match order {
        Order::Name => {}
        Order::Id => accounts.sort_by(|one, other| one.account.id.cmp(&other.account.id)),
        Order::Email => accounts.sort_by_cached_key(|listed| listed.account.email.clone()),
    }
    accounts
}

fn show(context: &Context, header: &[&str], rows: &[Vec<String>]) -> Result<(), Report> {
    let text = match context.form(&["table", "text", "json", "csv"])? {
        "json" => {
            let keys: Vec<_> = header.iter().map(|name| name.to_lowercase()).collect();
            let object = |row: &Vec<String>| {
                keys.iter()
                    .cloned()
                    .zip(row.iter().map(|cell| cell.clone().into()))
                    .collect::<serde_json::Map<_, _>>()
            };
            let rows: Vec<_> = rows.iter().map(|row| serde_json::Value::Object(object(row))).collect();
            Text::pretty_json(&serde_json::Value::from(rows))
        }
        "csv" => table::csv(header, rows),
        "text" => table::tabbed(rows),
        _ => table::plain(header, rows, context.ui.width()),
    };
    context.print(&text)
}

/// Which accounts `--account` wants, and those that it does not, of which one may have been meant.
struct Chosen<'a> {
    wanted: Option<&'a str>,
    others: Mutex<Vec<Account>>,
}

impl<'a> Chosen<'a> {
    fn new(flags: &'a Portal) -> Self {
        Self { wanted: flags.account.as_deref(), others: Mutex::default() }
    }

    fn includes(&self, account: &Account) -> bool {
        let Some(wanted) = self.wanted else { return true };
        let is_it = glob::matches(wanted, account.id.as_str())
            || account.name.as_deref().is_some_and(|name| glob::matches(wanted, name));
        if !is_it {
            self.others.lock().unwrap_or_else(PoisonError::into_inner).push(account.clone());
        }
        is_it
    }

    /// What was asked for by name has to be there.
    fn check(&self, organisation: &Organisation<'_>, listed: &[ListedAccount]) -> Result<(), Report> {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        match self.wanted {
            Some(wanted) if listed.is_empty() => {
                Err(organisation::no_account(&organisation.session, wanted, others.iter()))
            }
            _ => Ok(()),
        }
    }
}

fn cells(account: &Account) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![account.id.to_string(), text(&account.name), text(&account.email)]
}
