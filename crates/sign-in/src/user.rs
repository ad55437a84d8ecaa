//! Asks AWS for the name of the user who has signed in.

use daypass_credentials::{Plan, Provider, Session, Source};
use daypass_portal_client::{Client, ListAccountRoles, ListAccounts};
use daypass_sso_types::{AccountId, RoleName};
use daypass_transport::Service;

/// Asks AWS for the name of the user who is signed in to a session, with credentials of a role that are dropped at once:
/// the role of `plan`, else the first one that the portal lists.
///
/// `None` if the user has no role, or a call fails. Dropping the future cancels a call that changes nothing.
///
/// ```
/// use daypass_credentials::{Provider, Session};
/// use daypass_sign_in::user_of;
///
/// async fn greeting(provider: &Provider, session: &Session) -> String {
///     user_of(provider, session, None).await.map_or("signed in".to_owned(), |user| format!("You are {user}."))
/// }
/// ```
pub async fn user_of(provider: &Provider, session: &Session, plan: Option<&Plan>) -> Option<String> {
    let token = provider.access_token(session).await.ok()?.access_token;
    let endpoint = session.endpoints.endpoint(Service::Portal, &session.region).ok()?;
    let portal = Client::new(provider.caller().clone(), endpoint);
    let (account, role) = match plan.map(Plan::source) {
        Some(Source::Sso { account, role, .. }) => (account.clone(), role.clone()),
        Some(_) => return None,
        None => {
            let accounts = ListAccounts { next_token: None, max_results: Some(1) };
            let account = portal.call(&accounts, &token).await.ok()?.items.into_iter().next()?.id;
            let roles = ListAccountRoles { account: account.clone(), next_token: None, max_results: Some(1) };
            (account, portal.call(&roles, &token).await.ok()?.items.into_iter().next()?)
        }
    };
    let keys = portal.role_credentials(&token, &account, &role).await.ok()?;
    let plan = plan.cloned().unwrap_or_else(|| of_role(session, account, role));
    let sts = plan.sts_client(provider.caller().clone()).ok()?;
    let identity = sts.caller_identity(&keys, provider.clock().now()).await.ok()?;
    // The user id of an assumed role is `AROA…:NAME`, and IAM Identity Center sets NAME to the user name.
    let (_, user) = identity.user_id.split_once(':')?;
    is_role_session_name(user).then(|| user.to_owned())
}

fn of_role(session: &Session, account: AccountId, role: RoleName) -> Plan {
    Plan::for_role(session.clone(), account, role, None)
}

/// Whether STS takes this as the name of a role session: 2 to 64 characters of a small alphabet.
fn is_role_session_name(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}
