//! `daypass sso list-accounts`, `list-account-roles` and `get-role-credentials`: operations of the access portal, printed as the
//! AWS CLI prints them.

use super::{GetRoleCredentials, ListAccountRoles, ListAccounts, TokenFlags};
use crate::{context::Context, exit::Exit, report::Report, session_choice};
use daypass_aws_cli_forms::PortalAnswer;
use daypass_credentials::Session;
use daypass_portal_client::{Client, Error};
use daypass_sso_types::{AccessToken, AccountId, RoleName};
use daypass_terminal::Text;
use daypass_transport::Service;

pub(crate) fn list_accounts(context: &Context, flags: &ListAccounts) -> Result<Exit, Report> {
    ask(context, &flags.token, async |client, token| {
        Ok(PortalAnswer::of_accounts(&client.list_accounts(token).await?))
    })
}

pub(crate) fn list_account_roles(context: &Context, flags: &ListAccountRoles) -> Result<Exit, Report> {
    let account = account(&flags.account_id)?;
    ask(context, &flags.token, async |client, token| {
        Ok(PortalAnswer::of_roles(&account, &client.list_account_roles(token, &account).await?))
    })
}

pub(crate) fn role_credentials(context: &Context, flags: &GetRoleCredentials) -> Result<Exit, Report> {
    let account = account(&flags.account_id)?;
    let role = RoleName::new(flags.role_name.as_str())
        .map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    ask(context, &flags.token, async |client, token| {
        Ok(PortalAnswer::of_role_credentials(&client.role_credentials(token, &account, &role).await?))
    })
}

fn account(id: &str) -> Result<AccountId, Report> {
    AccountId::new(id).map_err(|error| Report::new(Exit::Usage, error.to_string()))
}

/// Asks the portal with the token of the flag, else with the one of the session, and prints the answer.
fn ask(
    context: &Context,
    flags: &TokenFlags,
    operation: impl AsyncFnOnce(&Client, &AccessToken) -> Result<PortalAnswer, Error>,
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
    if context.global.query.is_some() || form == "text" {
        context.print_as_aws(&answer.to_value())?;
    } else {
        context.print(&Text::json(&answer.to_json()))?;
    }
    Ok(Exit::Done)
}
