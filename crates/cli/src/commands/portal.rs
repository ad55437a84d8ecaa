//! `daypass accounts` and `daypass roles`: what the person may enter, as the portal lists it.

use crate::{
    args::Portal,
    context::{Context, Files},
    exit::Exit,
    format::table,
    report::{Report, clean},
};
use daypass_credentials::{Provider, Session, session_named, session_of_profile};
use daypass_portal_client::{Account, Client, Error, ErrorKind};
use daypass_sso_types::{AccessToken, RoleName};
use daypass_transport::Service;

pub(crate) fn accounts(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let (header, rows) = context.block_on(async {
        let desk = Desk::open(context, flags).await?;
        let accounts = desk.accounts().await?;
        let rows: Vec<_> = accounts.iter().filter(|account| chosen(flags, account)).map(cells).collect();
        Ok((["ACCOUNT", "NAME", "EMAIL"], rows))
    })?;
    show(context, &header, &rows)
}

pub(crate) fn roles(context: &Context, flags: &Portal) -> Result<Exit, Report> {
    let (header, rows) = context.block_on(async {
        let desk = Desk::open(context, flags).await?;
        let mut rows = Vec::new();
        for account in desk.accounts().await?.iter().filter(|account| chosen(flags, account)) {
            for role in desk.roles(account).await? {
                let [id, name, _] = cells(account).try_into().unwrap_or_default();
                rows.push(vec![id, name, clean(role.as_str())]);
            }
        }
        Ok((["ACCOUNT", "NAME", "ROLE"], rows))
    })?;
    show(context, &header, &rows)
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
            format!("{:#}\n", serde_json::Value::from(rows))
        }
        "csv" => table::csv(header, rows),
        "text" => rows.iter().map(|row| row.join("\t") + "\n").collect(),
        _ => table::plain(header, rows, context.ui.width()),
    };
    context.print(&text)?;
    Ok(Exit::Done)
}

fn chosen(flags: &Portal, account: &Account) -> bool {
    flags.account.as_deref().is_none_or(|wanted| {
        account.id.as_str() == wanted
            || account.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
    })
}

fn cells(account: &Account) -> Vec<String> {
    let text = |value: &Option<String>| clean(value.as_deref().unwrap_or_default());
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
    async fn open(context: &'a Context, flags: &Portal) -> Result<Self, Report> {
        let files = context.files()?;
        let session = session(context, flags, &files)?;
        let provider = context.provider(None)?;
        let token =
            provider.access_token(&session).await.map_err(|error| context.credentials_failed(&error))?;
        Self::with_token(context, &provider, session, token.access_token.clone())
    }

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

fn session(context: &Context, flags: &Portal, files: &Files) -> Result<Session, Report> {
    let settings = context.settings()?;
    let profile = context.named_profile();
    let session = match &flags.sso_session {
        Some(name) => session_named(&files.config(), &settings, name, profile.as_deref()),
        None => session_of_profile(&files.config(), &settings, &context.profile()),
    };
    session.map_err(|error| context.credentials_failed(&error))
}
