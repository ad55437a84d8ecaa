//! `/authorize`: asks a person to allow or deny an authorization request (RFC 6749, section 4.1, with PKCE).

use super::{
    client::{ACCOUNT_ACCESS, CODE_GRANT},
    model::{Code, Decision, Registration},
    person::{automatic, decision},
    reply::{Request as Asked, ask_decision},
};
use crate::{
    call::Call,
    failure::{Failure, INVALID_REDIRECT_URI, UNAUTHORIZED_CLIENT},
    services::redirect::Redirect,
    site::Site,
};
use daypass_transport::Response;
use http::{Method, Uri};

/// Shows the page, or takes the decision.
///
/// The query is that of the AWS CLI v2 (docs/evidence/oidc.md#authorization-code), which sends `scopes`; the standard's
/// `scope` is accepted, too.
pub(crate) fn authorize(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let client_id = call.query("client_id").unwrap_or_default();
    let client = site.oidc.registrations.get(client_id).filter(|client| client.expires_at > call.now.world);
    // RFC 6749, section 4.1.2.1: with an unknown client or redirect URI the browser is not redirected.
    let client = client.ok_or_else(|| {
        UNAUTHORIZED_CLIENT.because("The client is not known, or its registration has expired.")
    })?;
    let redirect_uri = call.query("redirect_uri").unwrap_or_default();
    if !client.redirect_uris.iter().any(|known| is_same(known, redirect_uri)) {
        return Err(INVALID_REDIRECT_URI.because("The redirect URI is not one that the client registered."));
    }
    let redirect = Redirect { redirect_uri, state: call.query("state") };
    let (scopes, challenge) = match check(client, call) {
        Ok(checked) => checked,
        Err((error, description)) => return Ok(redirect.error(error, description)),
    };
    let decision = match automatic(site.settings.auto_approve, &site.organisation) {
        Some(decision) => decision,
        None if call.is(&Method::POST) => decision(call, &site.organisation.users)?,
        None => {
            return Ok(ask_decision(&Asked {
                client: &client.name,
                scopes: &scopes,
                users: &site.organisation.users,
                user_code: None,
                returns_to: Some(redirect_uri),
                action: call.address(),
            }));
        }
    };
    let Decision::Allowed { user } = decision else {
        return Ok(redirect.error("access_denied", "The request was denied by the user."));
    };
    let code = site.ids.opaque("authorization code", 48);
    let issued = Code {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        challenge,
        user,
        scopes,
        expires_at: call.now.after(site.settings.code_seconds),
        session: None,
    };
    let response = redirect.to(&[("code", &code)]);
    site.oidc.codes.insert(code, issued);
    Ok(response)
}

/// Checks the query; returns the scopes and the challenge, or an OAuth error and its description.
fn check(
    client: &Registration,
    call: &Call<'_>,
) -> Result<(Vec<String>, String), (&'static str, &'static str)> {
    if call.query("response_type") != Some("code") {
        return Err(("unsupported_response_type", "response_type must be code."));
    }
    if !client.may(CODE_GRANT) {
        return Err(("unauthorized_client", "The client is not registered for authorization codes."));
    }
    // RFC 7636, section 4.2: the challenge is a SHA-256 in base64url, which has 43 characters.
    let challenge = call.query("code_challenge").filter(|challenge| challenge.len() == 43);
    let (Some("S256"), Some(challenge)) = (call.query("code_challenge_method"), challenge) else {
        return Err(("invalid_request", "A code_challenge with the method S256 is required."));
    };
    let asked = call.query("scopes").or_else(|| call.query("scope")).unwrap_or(ACCOUNT_ACCESS);
    let asked: Vec<_> =
        asked.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    if asked.iter().any(|scope| !client.scopes.contains(scope)) {
        return Err(("invalid_scope", "A scope is asked for that the client did not register."));
    }
    Ok((asked, challenge.to_owned()))
}

/// Says whether a redirect URI equals the registered one; on loopback the port may differ (RFC 8252, section 7.3).
fn is_same(registered: &str, asked: &str) -> bool {
    let (Ok(registered), Ok(asked)) = (registered.parse::<Uri>(), asked.parse::<Uri>()) else { return false };
    registered.scheme() == asked.scheme()
        && registered.host() == asked.host()
        && registered.path_and_query() == asked.path_and_query()
        && asked.authority().is_some_and(|authority| !authority.as_str().contains('@'))
}
