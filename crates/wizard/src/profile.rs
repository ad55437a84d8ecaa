//! The account and the role of a profile: by flag, the only one that is assigned, or picked by the person. The value in the
//! profile is where the list starts, and the answer without a terminal.

use super::{
    question::{missing, wrong_flag},
    sso::ConfigureSso,
};
use crate::{context::Context, exit::Exit, inventory, report::Report};
use daypass_at_terminal::{AssignedChoice, NotChosen};
use daypass_credentials::Session;
use daypass_inventory::{ListingRequest, PortalSession};
use daypass_portal_client::Account;
use daypass_sso_types::RoleName;
use daypass_terminal::clean;

/// A session with a sign-in, and its portal.
pub(super) type Signed<'a> = (&'a Session, &'a PortalSession);

/// Chooses the account.
pub(super) async fn account(
    context: &Context,
    flags: &ConfigureSso,
    (session, portal): Signed<'_>,
    current: Option<&str>,
) -> Result<Account, Report> {
    let given = flags.sso_account_id.as_deref();
    let choice = AssignedChoice { what: "account", place: "", given, current };
    let request = ListingRequest::accounts(&|_| true);
    let listed = inventory::list(context, session, portal, request).await?;
    let accounts = listed.into_iter().map(|listed| listed.account).collect();
    let label = |account: &Account| clean(&account.label());
    let chosen = choice.choose(&context.ui, accounts, |account| account.id.as_str(), label);
    chosen.map_err(|error| not_chosen(error, &choice, "sso_account_id", "<ID>"))
}

/// Chooses the role in the account.
pub(super) async fn role(
    context: &Context,
    flags: &ConfigureSso,
    (session, portal): Signed<'_>,
    account: &Account,
    current: Option<&str>,
) -> Result<RoleName, Report> {
    let (place, given) = (format!(" in account {}", account.id), flags.sso_role_name.as_deref());
    let choice = AssignedChoice { what: "role", place: &place, given, current };
    let request = ListingRequest::roles_of(account.clone());
    let listed = inventory::list(context, session, portal, request).await?;
    let roles = listed.into_iter().flat_map(|listed| listed.roles).collect();
    let chosen = choice.choose(&context.ui, roles, RoleName::as_str, |role| clean(role.as_str()));
    chosen.map_err(|error| not_chosen(error, &choice, "sso_role_name", "<NAME>"))
}

/// Reports why nothing was chosen, with the flag of this key that chooses.
fn not_chosen(error: NotChosen, choice: &AssignedChoice<'_>, key: &str, placeholder: &str) -> Report {
    let AssignedChoice { what, place, given, .. } = choice;
    match error {
        NotChosen::NotAssigned(have) => {
            let wanted = given.unwrap_or_default();
            let problem = format!("{what} {wanted}{place} is not assigned to you");
            wrong_flag(Exit::Refused, problem, wanted, placeholder).fact("you have", have)
        }
        NotChosen::NoneAssigned => Report::new(Exit::Refused, format!("no {what}{place} is assigned to you"))
            .try_command(["daypass".to_owned(), format!("{what}s")]),
        NotChosen::NotGiven(have) => missing(&format!("the {what}"), key, placeholder).fact("you have", have),
        NotChosen::Question(error) => error.into(),
    }
}
