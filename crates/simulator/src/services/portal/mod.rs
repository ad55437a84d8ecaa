//! The access portal: accounts, roles, role credentials, logout.

mod model;
pub(crate) mod reply;

use crate::{
    call::Call,
    failure::{FORBIDDEN, Failure, INVALID_REQUEST, NOT_FOUND, UNAUTHORIZED},
    services::oidc::{ACCOUNT_ACCESS, model::Session},
    site::{Site, organisation::Account},
};
use daypass_transport::Response;
use model::Page;

/// Returns the session of the bearer token, with its index.
fn session<'w>(site: &'w Site, call: &Call<'_>) -> Result<(usize, &'w Session), Failure> {
    let refused = || UNAUTHORIZED.because("Session token not found or invalid");
    let token = call.header("x-amz-sso_bearer_token").ok_or_else(refused)?;
    let access = site.oidc.access_tokens.get(token).filter(|access| access.expires_at > call.now.world);
    let index = access.ok_or_else(refused)?.session;
    let session = site.oidc.sessions.get(index).filter(|session| !session.is_over).ok_or_else(refused)?;
    // A client without scopes uses the legacy flow, whose tokens are valid at the portal.
    if !session.scopes.is_empty() && !session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS) {
        return Err(UNAUTHORIZED.because("The token lacks the scope sso:account:access"));
    }
    Ok((index, session))
}

/// Answers `GET /assignment/accounts`. Shapes and parameter names: docs/evidence/portal.md.
pub(crate) fn list_accounts(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let (_, session) = session(site, call)?;
    let visible =
        site.organisation.accounts.iter().filter(|account| account.assigned(&session.user).next().is_some());
    let page = Page::of(call, site.settings.page_size, "accounts", visible)?;
    Ok(reply::accounts(&page))
}

/// Answers `GET /assignment/roles`.
pub(crate) fn list_roles(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let (_, session) = session(site, call)?;
    let account = account(site, call)?;
    if account.assigned(&session.user).next().is_none() {
        return Err(FORBIDDEN.because("No access"));
    }
    let page = Page::of(call, site.settings.page_size, &account.id, account.assigned(&session.user))?;
    Ok(reply::roles(account, &page))
}

fn account<'w>(site: &'w Site, call: &Call<'_>) -> Result<&'w Account, Failure> {
    let id =
        call.query("account_id").filter(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let id = id.ok_or_else(|| INVALID_REQUEST.because("account_id must be twelve digits."))?;
    site.organisation.account(id).ok_or_else(|| NOT_FOUND.because("The account does not exist."))
}

/// Answers `GET /federation/credentials`.
pub(crate) fn role_credentials(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let (_, session) = session(site, call)?;
    let role = call.query("role_name").filter(|role| !role.is_empty());
    let role = role.ok_or_else(|| INVALID_REQUEST.because("role_name is required."))?;
    let account = account(site, call)?;
    let set = account.assigned(&session.user).find(|set| set.name == role);
    let set = set.ok_or_else(|| FORBIDDEN.because("No access"))?;
    let principal = site.organisation.federated(account, set, &session.user);
    let expires_at = call.now.after(set.seconds.unwrap_or(site.settings.role_seconds));
    let (id, key) = site.keys.issue(&mut site.ids, principal, expires_at);
    Ok(reply::credentials(&id, &key, call.now.on_wire(expires_at)))
}

/// Answers `POST /logout`: ends the session, so its tokens are refused. Role credentials stay valid, as at AWS.
pub(crate) fn logout(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let (index, _) = session(site, call)?;
    if let Some(session) = site.oidc.sessions.get_mut(index) {
        session.is_over = true;
    }
    Ok(crate::reply::empty(200))
}
