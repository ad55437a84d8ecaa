//! The account and the role of a profile: by flag, the only one that is assigned, or picked by the person. The value in the
//! profile is where the list starts, and the answer without a terminal.

use super::{
    question::{missing, wrong_flag},
    sso::ConfigureSso,
};
use crate::{
    context::Context,
    exit::Exit,
    inventory,
    report::{Report, clean},
};
use daypass_credentials::Session;
use daypass_inventory::{ListingRequest, PortalSession};
use daypass_portal_client::Account;
use daypass_sso_types::RoleName;
use daypass_terminal::few;

/// How many accounts or roles an error names.
const SHOWN: usize = 8;

/// A session with a sign-in, and its portal.
pub(super) type Signed<'a> = (&'a Session, &'a PortalSession);

/// Chooses the account.
pub(super) async fn account(
    context: &Context,
    flags: &ConfigureSso,
    (session, portal): Signed<'_>,
    current: Option<&str>,
) -> Result<Account, Report> {
    let question = Question {
        what: "account",
        place: String::new(),
        key: "sso_account_id",
        placeholder: "<ID>",
        given: flags.sso_account_id.as_deref(),
        current,
    };
    let request = ListingRequest::accounts(&|_| true);
    let listed = inventory::list(context, session, portal, request).await?;
    let accounts = listed.into_iter().map(|listed| listed.account).collect();
    question.answer(context, accounts, |account| account.id.as_str(), |account| clean(&account.label()))
}

/// Chooses the role in the account.
pub(super) async fn role(
    context: &Context,
    flags: &ConfigureSso,
    (session, portal): Signed<'_>,
    account: &Account,
    current: Option<&str>,
) -> Result<RoleName, Report> {
    let question = Question {
        what: "role",
        place: format!(" in account {}", account.id),
        key: "sso_role_name",
        placeholder: "<NAME>",
        given: flags.sso_role_name.as_deref(),
        current,
    };
    let request = ListingRequest::roles_of(account.clone());
    let listed = inventory::list(context, session, portal, request).await?;
    let roles = listed.into_iter().flat_map(|listed| listed.roles).collect();
    question.answer(context, roles, RoleName::as_str, |role| clean(role.as_str()))
}

/// A choice among accounts or roles, and the flag that answers it.
struct Question<'a> {
    what: &'static str,
    place: String,
    key: &'static str,
    placeholder: &'static str,
    given: Option<&'a str>,
    current: Option<&'a str>,
}

impl Question<'_> {
    fn answer<T>(
        &self,
        context: &Context,
        mut items: Vec<T>,
        name: impl Fn(&T) -> &str,
        label: impl Fn(&T) -> String,
    ) -> Result<T, Report> {
        let Self { what, place, .. } = self;
        let find = |wanted: &str| items.iter().position(|item| name(item) == wanted);
        let have = || few(items.iter().map(&name), SHOWN);
        if let Some(wanted) = self.given {
            if let Some(at) = find(wanted) {
                return Ok(items.swap_remove(at));
            }
            let problem = format!("{what} {wanted}{place} is not assigned to you");
            return Err(wrong_flag(Exit::Refused, problem, wanted, self.placeholder).fact("you have", have()));
        }
        let current = self.current.and_then(find);
        let at = match (items.as_slice(), current) {
            ([], _) => {
                return Err(Report::new(Exit::Refused, format!("no {what}{place} is assigned to you"))
                    .try_command(["daypass".to_owned(), format!("{what}s")]));
            }
            ([only], _) => {
                context.ui.say(format!("The only {what} available to you is: {}", label(only)));
                0
            }
            (many, current) if context.ui.prompts() => {
                let labels: Vec<_> = many.iter().map(&label).collect();
                let question = format!("There are {} {what}s available to you", many.len());
                context.ui.pick(&question, &labels, current.unwrap_or(0))?
            }
            (_, Some(current)) => current,
            _ => {
                let what = format!("the {what}");
                return Err(missing(&what, self.key, self.placeholder).fact("you have", have()));
            }
        };
        let item = items.swap_remove(at);
        context.ui.say(format!("Using the {what} {}", clean(name(&item))));
        Ok(item)
    }
}
