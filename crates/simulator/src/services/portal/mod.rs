//! The access portal: accounts, roles, role credentials, logout.

use crate::{
    call::Call,
    failure::{FORBIDDEN, Failure, INVALID_REQUEST, NOT_FOUND, UNAUTHORIZED},
    oidc::ACCOUNT_ACCESS,
    organisation::{Account, Principal},
    reply,
    state::{Key, Session},
    time::Moment,
    world::World,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_transport::Response;
use serde_json::{Value, json};
use std::time::Duration;

/// The session of the bearer token, wherever it stands in the list.
fn session<'w>(world: &'w World, call: &Call<'_>, moment: Moment) -> Result<(usize, &'w Session), Failure> {
    let refused = || UNAUTHORIZED.because("Session token not found or invalid");
    let token = call.header("x-amz-sso_bearer_token").ok_or_else(refused)?;
    let access = world.state.access_tokens.get(token).filter(|access| access.expires_at > moment.world);
    let index = access.ok_or_else(refused)?.session;
    let session = world.state.sessions.get(index).filter(|session| !session.is_over).ok_or_else(refused)?;
    // A client that registered scopes has those only; one without scopes is a legacy one, and has the portal.
    if !session.scopes.is_empty() && !session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS) {
        return Err(UNAUTHORIZED.because("The token lacks the scope sso:account:access"));
    }
    Ok((index, session))
}

/// `GET /assignment/accounts`. Shapes and parameter names: awscli-facts, section 4.
pub(crate) fn list_accounts(world: &mut World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let (_, session) = session(world, call, moment)?;
    let visible =
        world.organisation.accounts.iter().filter(|account| account.assigned(&session.user).next().is_some());
    let (items, next) = paged(world, call, "accounts", visible.map(account_json))?;
    Ok(reply::json(200, &json!({ "accountList": items, "nextToken": next })))
}

fn account_json(account: &Account) -> Value {
    let mut item = json!({ "accountId": account.id });
    if let Some(item) = item.as_object_mut() {
        item.extend(account.name.iter().map(|name| ("accountName".to_owned(), json!(name))));
        item.extend(account.email.iter().map(|email| ("emailAddress".to_owned(), json!(email))));
    }
    item
}

/// `GET /assignment/roles`.
pub(crate) fn list_roles(world: &mut World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let (_, session) = session(world, call, moment)?;
    let account = account(world, call)?;
    let roles =
        account.assigned(&session.user).map(|set| json!({ "roleName": set.name, "accountId": account.id }));
    if account.assigned(&session.user).next().is_none() {
        return Err(FORBIDDEN.because("No access"));
    }
    let (items, next) = paged(world, call, &account.id, roles)?;
    Ok(reply::json(200, &json!({ "roleList": items, "nextToken": next })))
}

fn account<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Account, Failure> {
    let id =
        call.query("account_id").filter(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let id = id.ok_or_else(|| INVALID_REQUEST.because("account_id must be twelve digits."))?;
    world.organisation.account(id).ok_or_else(|| NOT_FOUND.because("The account does not exist."))
}

/// One page, and the token of the next. The token belongs to its list, so that one of another list is refused.
fn paged(
    world: &World,
    call: &Call<'_>,
    list: &str,
    items: impl Iterator<Item = Value>,
) -> Result<(Vec<Value>, Option<String>), Failure> {
    let size = match call.query("max_result") {
        None => world.settings.page_size.max(1),
        Some(size) => size
            .parse()
            .ok()
            .filter(|size| (1..=100).contains(size))
            .ok_or_else(|| INVALID_REQUEST.because("max_result must be 1 to 100."))?,
    };
    let start = match call.query("next_token").filter(|token| !token.is_empty()) {
        None => 0,
        Some(token) => {
            let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let start = text.as_deref().and_then(|text| text.split_once(' ')).filter(|(of, _)| *of == list);
            let start = start.and_then(|(_, start)| start.parse().ok());
            start.ok_or_else(|| INVALID_REQUEST.because("The next_token is not valid."))?
        }
    };
    let mut rest = items.skip(start);
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let next = rest.next().map(|_| URL_SAFE_NO_PAD.encode(format!("{list} {}", start + size)));
    Ok((page, next))
}

/// `GET /federation/credentials`.
pub(crate) fn role_credentials(
    world: &mut World,
    call: &Call<'_>,
    moment: Moment,
) -> Result<Response, Failure> {
    let (_, session) = session(world, call, moment)?;
    let role = call.query("role_name").filter(|role| !role.is_empty());
    let role = role.ok_or_else(|| INVALID_REQUEST.because("role_name is required."))?;
    let account = account(world, call)?;
    let set = account.assigned(&session.user).find(|set| set.name == role);
    let set = set.ok_or_else(|| FORBIDDEN.because("No access"))?;
    let principal = world.organisation.federated(account, set, &session.user);
    let expires_at = moment.after(set.seconds.unwrap_or(world.settings.role_seconds));
    let (id, key) = issue_key(world, principal, expires_at);
    let milliseconds = u64::try_from(moment.on_wire(expires_at).as_millis()).unwrap_or(u64::MAX);
    Ok(reply::json(
        200,
        &json!({ "roleCredentials": {
            "accessKeyId": id,
            "secretAccessKey": key.secret,
            "sessionToken": key.token,
            "expiration": milliseconds,
        }}),
    ))
}

/// New temporary credentials.
pub(crate) fn issue_key(world: &mut World, principal: Principal, expires_at: Duration) -> (String, Key) {
    let id = world.ids.unique_id("ASIA");
    let key = Key {
        secret: world.ids.opaque("secret access key", 30),
        token: world.ids.opaque("session token", 240),
        principal,
        expires_at,
    };
    world.state.keys.insert(id.clone(), key.clone());
    (id, key)
}

/// `POST /logout`: the session is over, its tokens are refused. Role credentials live on, as they do at AWS.
pub(crate) fn logout(world: &mut World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let (index, _) = session(world, call, moment)?;
    if let Some(session) = world.state.sessions.get_mut(index) {
        session.is_over = true;
    }
    Ok(reply::empty(200))
}
