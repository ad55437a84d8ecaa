//! `daypass accounts`: prints the accounts that are assigned to the person.

use super::account_filter::{AccountFilter, sorted};
use crate::{args::PortalFlags, context::Context, exit::Exit, inventory::Inventory, report::Report};
use daypass_inventory::{ListedAccount, ListingRequest};

/// The output forms of `daypass accounts`, the default first. [`Context::print_objects`] prints each.
const FORMS: [&str; 4] = ["table", "text", "json", "csv"];

pub(crate) fn run(context: &Context, flags: &PortalFlags) -> Result<Exit, Report> {
    let form = context.table_form(&FORMS, &flags.table)?;
    let inventory = Inventory::of(context, flags.sso_session.as_deref())?;
    let filter = AccountFilter::new(flags);
    let listed =
        inventory.listed(flags.listing, ListingRequest::accounts(&|account| filter.includes(account)))?;
    filter.check(&inventory, &listed)?;
    let cells = |ListedAccount { account, .. }: &ListedAccount| {
        vec![
            account.id.to_string(),
            account.name.clone().unwrap_or_default(),
            account.email.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = sorted(listed, flags.sort).iter().map(cells).collect();
    context.print_objects(form, &flags.table, &["ACCOUNT", "NAME", "EMAIL"], &rows)?;
    Ok(Exit::Done)
}
