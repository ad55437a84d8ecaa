//! `daypass accounts` and `daypass roles`: what the person may enter, as the portal lists it.

use crate::{
    args::{Order, Portal},
    context::Context,
    exit::Exit,
    format::table,
    organisation::{Entry, Organisation},
    report::Report,
};
use daypass_credentials::{Provider, Session};
use daypass_populate::glob;
use daypass_portal_client::{Account, Client, Error, ErrorKind};
use daypass_sso_types::{AccessToken, RoleName};
use daypass_terminal::Text;
use daypass_transport::Service;

pub(crate) fn accounts(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let entries = organisation.accounts(flags.asking, &|account| chosen(flags, account))?;
    let rows: Vec<_> = sorted(entries, flags.sort).iter().map(|entry| cells(&entry.account)).collect();
    show(context, &["ACCOUNT", "NAME", "EMAIL"], &rows)
}

pub(crate) fn roles(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let organisation = Organisation::of(context, flags.sso_session.as_deref())?;
    let entries = match flags.account {
        Some(_) => organisation.roles(flags.asking, &|account| chosen(flags, account))?,
        None => organisation.listing(flags.asking)?.entries,
    };
    let mut rows = Vec::new();
    for entry in sorted(entries, flags.sort) {
        let [id, name, _] = cells(&entry.account).try_into().unwrap_or_default();
        rows.extend(entry.roles.iter().map(|role| vec![id.clone(), name.clone(), role.as_str().to_owned()]));
    }
    show(context, &["ACCOUNT", "NAME", "ROLE"], &rows)
}

/// They come by name.
fn sorted(mut entries: Vec<Entry>, order: Order) -> Vec<Entry> {
    match order {
        Order::Name => {}
        Order::Id => entries.sort_by(|one, other| one.account.id.cmp(&other.account.id)),
        Order::Email => entries.sort_by_cached_key(|entry| entry.account.email.clone()),
    }
    entries
}

fn show(context: &Context, header: &[&str], rows: &[Vec<String>]) -> Result<Exit, Report> {
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
    context.print(&text)?;
    Ok(Exit::Done)
}

fn chosen(flags: &Portal, account: &Account) -> bool {
    flags.account.as_deref().is_none_or(|wanted| {
        account.id.as_str() == wanted
            || glob::matches(wanted, account.id.as_str())
            || account.name.as_deref().is_some_and(|name| glob::matches(wanted, name))
    })
}

fn cells(account: &Account) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![account.id.to_string(), text(&account.name), text(&account.email)]
}

/// A signed-in session at the portal.
pub(crate) struct Desk<'a> {
    context: &'a Context,
    session: Session,
    client: Client,
    token: AccessToken,
}

impl<'a> Desk<'a> {
    /// With a token that is already in hand.
    pub(crate) fn with_token(
        context: &'a Context,
        provider: &Provider,
        session: Session,
        token: AccessToken,
    ) -> Result<Self, Report> {
        let endpoint = session.endpoints.endpoint(Service::Portal, &session.region);
        let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
        Ok(Self { context, session, client: Client::new(provider.caller().clone(), endpoint), token })
    }

    /// Every account, those with a name first, by name, as the AWS CLI sorts them.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>, Report> {
        let mut accounts =
            self.client.list_accounts(&self.token).await.map_err(|error| self.failed(&error))?;
        accounts.sort_by_key(|account| {
            let label = account.name.as_deref().or(account.email.as_deref());
            (label.is_none(), label.unwrap_or(account.id.as_str()).to_lowercase(), account.id.clone())
        });
        Ok(accounts)
    }

    /// The roles of an account, by name. An account that is not the person's has none.
    pub(crate) async fn roles(&self, account: &Account) -> Result<Vec<RoleName>, Report> {
        match self.client.list_account_roles(&self.token, &account.id).await {
            Ok(mut roles) => {
                roles.sort_by_key(|role| role.as_str().to_lowercase());
                Ok(roles)
            }
            Err(error) if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::NotFound) => {
                Ok(Vec::new())
            }
            Err(error) => Err(self.failed(&error).fact("account", account.id.as_str())),
        }
    }

    fn failed(&self, error: &Error) -> Report {
        self.context.portal_failed(error, &self.session)
    }
}
