//! `daypass accounts`: the accounts that the person may enter, as the portal lists them.

use super::listed::{Chosen, show, sorted};
use crate::{args::Portal, context::Context, exit::Exit, organisation::Organisation, report::Report};
use daypass_inventory::ListedAccount;
use daypass_inventory::ListingRequest;

pub(crate) fn run(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let chosen = Chosen::new(flags);
    let listed =
        organisation.listed(flags.asking, ListingRequest::accounts(&|account| chosen.includes(account)))?;
    chosen.check(&organisation, &listed)?;
    let cells = |ListedAccount { account, .. }: &ListedAccount| {
        vec![
            account.id.to_string(),
            account.name.clone().unwrap_or_default(),
            account.email.clone().unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = sorted(listed, flags.sort).iter().map(cells).collect();
    show(context, &["ACCOUNT", "NAME", "EMAIL"], &rows)?;
    Ok(Exit::Done)
}
