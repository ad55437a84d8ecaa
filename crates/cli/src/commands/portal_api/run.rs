//! `daypass sso list-accounts`, `list-account-roles` and `get-role-credentials`: operations of the access portal, printed as the
//! AWS CLI prints them.

use super::{GetRoleCredentials, ListAccountRoles, ListAccounts, TokenFlags};
use crate::{context::Context, exit::Exit, report::Report, session_choice};
use daypass_credentials::Session;
use daypass_portal_client::{Client, Error};
use daypass_sso_types::{AccessToken, AccountId, RoleName, SessionToken};
use daypass_transport::Service;
use serde_json::{Value, json};
use std::time::UNIX_EPOCH;

pub(crate) fn list_accounts(context: &Context, flags: &ListAccounts) -> Result<Exit, Report> {
    ask(context, &flags.token, async |client, token| {
        let accounts = client.list_accounts(token).await?;
        let members = |account: &daypass_portal_client::Account| {
            let id = Some(("accountId", Value::from(account.id.as_str())));
            let name = account.name.as_deref().map(|name| ("accountName", name.into()));
            let email = account.email.as_deref().map(|email| ("emailAddress", email.into()));
            [id, name, email].into_iter().flatten().collect()
        };
        Ok(listed("accountList", accounts.iter().map(members)))
    })
}

pub(crate) fn list_account_roles(context: &Context, flags: &ListAccountRoles) -> Result<Exit, Report> {
    let account = account(&flags.account_id)?;
    ask(context, &flags.token, async |client, token| {
        let roles = client.list_account_roles(token, &account).await?;
        let members = |role: &RoleName| {
            vec![("roleName", role.as_str().into()), ("accountId", account.as_str().into())]
        };
        Ok(listed("roleList", roles.iter().map(members)))
    })
}

pub(crate) fn role_credentials(context: &Context, flags: &GetRoleCredentials) -> Result<Exit, Report> {
    let account = account(&flags.account_id)?;
    let role = RoleName::new(flags.role_name.as_str())
        .map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    ask(context, &flags.token, async |client, token| {
        let credentials = client.role_credentials(token, &account, &role).await?;
        let end = credentials.expires_at.and_then(|end| end.duration_since(UNIX_EPOCH).ok());
        let session_token = credentials.session_token.as_ref().map(SessionToken::expose);
        let members = vec![
            ("accessKeyId", Value::from(credentials.access_key_id.as_str())),
            ("secretAccessKey", credentials.secret_access_key.expose().into()),
            ("sessionToken", session_token.into()),
            ("expiration", end.and_then(|end| u64::try_from(end.as_millis()).ok()).into()),
        ];
        Ok(Answer { name: "roleCredentials", is_list: false, objects: vec![members] })
    })
}

fn account(id: &str) -> Result<AccountId, Report> {
    AccountId::new(id).map_err(|error| Report::new(Exit::Usage, error.to_string()))
}

/// The members of an object, in the order of the service's model.
type Members = Vec<(&'static str, Value)>;

/// What the portal answers: a member that is a list of objects, or one object.
struct Answer {
    name: &'static str,
    is_list: bool,
    objects: Vec<Members>,
}

fn listed(name: &'static str, objects: impl Iterator<Item = Members>) -> Answer {
    Answer { name, is_list: true, objects: objects.collect() }
}

/// Asks the portal with the token of the flag, else with the one of the session, and prints the answer.
fn ask(
    context: &Context,
    flags: &TokenFlags,
    operation: impl AsyncFnOnce(&Client, &AccessToken) -> Result<Answer, Error>,
) -> Result<Exit, Report> {
    let form = context.output_form(&["json", "text"])?;
    let named = flags.sso_session.as_deref();
    let files = context.files_of_session(context.named_profile().as_deref(), named)?;
    let session: Session = session_choice::session(context, &files, named)?;
    let answer = context.block_on(async {
        let provider = context.provider(None)?;
        let token = if let Some(token) = &flags.access_token {
            AccessToken::new(token.as_str())
        } else {
            let token = provider.access_token(&session).await;
            token.map_err(|error| context.credentials_failed(&error))?.access_token.clone()
        };
        // The AWS CLI asks the portal of the client region; --region alone is meant for that.
        let region = match context.global.region {
            Some(_) => context.region()?.unwrap_or_else(|| session.region.clone()),
            None => session.region.clone(),
        };
        let endpoint = session.endpoints.endpoint(Service::Portal, &region);
        let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
        let client = Client::new(provider.caller().clone(), endpoint);
        let answer = operation(&client, &token).await;
        answer.map_err(|error| context.portal_failed(&error, &session))
    })?;
    answer.print(context, form)?;
    Ok(Exit::Done)
}

impl Answer {
    fn print(&self, context: &Context, form: &str) -> Result<(), Report> {
        let object = |members: &Members| {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
        };
        let objects: Vec<_> = self.objects.iter().map(object).collect();
        let inner = match (self.is_list, objects.first()) {
            (false, Some(one)) => one.clone(),
            _ => Value::from(objects),
        };
        if context.global.query.is_some() || form == "text" {
            return context.print_as_aws(&json!({ self.name: inner }));
        }
        context.print(&daypass_terminal::Text::json(&self.aws_json()))
    }

    /// JSON as the AWS CLI prints it, with four spaces and the members in the order of the model.
    fn aws_json(&self) -> String {
        let object = |members: &Members, indent: usize| {
            let pad = " ".repeat(indent);
            let members = members.iter().filter(|(_, value)| !value.is_null());
            let lines: Vec<_> =
                members.map(|(name, value)| format!("{pad}    \"{name}\": {value}")).collect();
            format!("{{\n{}\n{pad}}}", lines.join(",\n"))
        };
        let inner = match (self.is_list, self.objects.as_slice()) {
            (false, [one]) => object(one, 4),
            (_, []) => "[]".to_owned(),
            (_, objects) => {
                let objects: Vec<_> =
                    objects.iter().map(|members| format!("        {}", object(members, 8))).collect();
                format!("[\n{}\n    ]", objects.join(",\n"))
            }
        };
        format!("{{\n    \"{}\": {inner}\n}}\n", self.name)
    }
}
