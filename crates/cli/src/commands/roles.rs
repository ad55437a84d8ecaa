//! `daypass roles`: the roles that the person may take, as the portal lists them.

use super::listed::{Chosen, show, sorted};
use crate::{
    args::Portal,
    context::Context,
    exit::Exit,
    organisation::{self, Organisation},
    report::Report,
};
use daypass_inventory::ListingRequest;
use daypass_portal_client::Account;

pub(crate) fn run(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let chosen = Chosen::new(flags);
    let listed = match flags.account {
        Some(_) => {
            let wanted = |account: &Account| chosen.includes(account);
            organisation.listed(flags.asking, ListingRequest::accounts_with_roles(&wanted))?
        }
        None => organisation.listing(flags.asking)?.accounts,
    };
    chosen.check(&organisation, &listed)?;
    let exit = organisation::exit(&listed);
    let mut rows = Vec::new();
    for listed in sorted(listed, flags.sort) {
        let (id, name) = (listed.account.id.to_string(), listed.account.name.unwrap_or_default());
        rows.extend(listed.roles.iter().map(|role| vec![id.clone(), name.clone(), role.to_string()]));
    }
    show(context, &["ACCOUNT", "NAME", "ROLE"], &rows)?;
    Ok(exit)
}
