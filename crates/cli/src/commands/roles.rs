//! `daypass roles`: prints the roles that are assigned to the person.

use super::account_filter::{AccountFilter, sorted};
use crate::{
    args::PortalFlags,
    context::Context,
    exit::Exit,
    inventory::{self, Inventory},
    report::Report,
};
use daypass_inventory::ListingRequest;
use daypass_portal_client::Account;

/// The output forms of `daypass roles`, the default first. [`Context::print_objects`] prints each.
const FORMS: [&str; 4] = ["table", "text", "json", "csv"];

pub(crate) fn run(context: &Context, flags: &PortalFlags) -> Result<Exit, Report> {
    let form = context.table_form(&FORMS, &flags.table)?;
    let inventory = Inventory::of(context, flags.sso_session.as_deref())?;
    let filter = AccountFilter::new(flags);
    let listed = match flags.account {
        Some(_) => {
            let wanted = |account: &Account| filter.includes(account);
            inventory.listed(flags.listing, ListingRequest::accounts_with_roles(&wanted))?
        }
        None => inventory.listing(flags.listing)?.accounts,
    };
    filter.check(&inventory, &listed)?;
    let exit = inventory::exit(&listed);
    let mut rows = Vec::new();
    for listed in sorted(listed, flags.sort) {
        let (id, name) = (listed.account.id.to_string(), listed.account.name.unwrap_or_default());
        rows.extend(listed.roles.iter().map(|role| vec![id.clone(), name.clone(), role.to_string()]));
    }
    context.print_objects(form, &flags.table, &["ACCOUNT", "NAME", "ROLE"], &rows)?;
    Ok(exit)
}
