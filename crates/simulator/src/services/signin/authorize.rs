//! `/v1/authorize`: asks a person to allow or deny a console sign-in; and the page for another device.

use super::{model::Code, reply::code_page};
use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    services::{
        oidc::{Asked, Decision, ask_decision, automatic, decision},
        redirect::Redirect,
    },
    site::Site,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use daypass_transport::Response;
use http::{Method, Uri};

/// The page to which a sign-in on another device returns.
pub(crate) const CONFIRMATION: &str = "/v1/sessions/confirmation";

/// The clients of AWS. They are public, and there is no registration.
const SAME_DEVICE: &str = "arn:aws:signin:::devtools/same-device";
const CROSS_DEVICE: &str = "arn:aws:signin:::devtools/cross-device";

/// Shows the page, or takes the decision. The query: docs/evidence/console-login.md#authorize.
pub(crate) fn authorize(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let client_id = call.query("client_id").unwrap_or_default();
    let redirect_uri = call.query("redirect_uri").unwrap_or_default();
    // RFC 6749, section 4.1.2.1: with an unknown client or redirect URI the browser is not redirected.
    if !is_redirect_of(client_id, redirect_uri, call) {
        return Err(INVALID_REQUEST.because("The client is not known, or the redirect URI is not one of it."));
    }
    let redirect = Redirect { redirect_uri, state: call.query("state") };
    let challenge = match check(call) {
        Ok(challenge) => challenge.to_owned(),
        Err(description) => return Ok(redirect.error("invalid_request", description)),
    };
    let decision = match automatic(site.settings.auto_approve, &site.organisation) {
        Some(decision) => decision,
        None if call.is(&Method::POST) => decision(call, &site.organisation.users)?,
        None => {
            return Ok(ask_decision(&Asked {
                client: "AWS command line tools",
                scopes: &["openid".to_owned()],
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
    let code = site.ids.opaque("console code", 48);
    let issued = Code {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        challenge,
        user,
        expires_at: call.now.after(site.settings.code_seconds),
        is_spent: false,
    };
    let response = redirect.to(&[("code", &code)]);
    site.signin.codes.insert(code, issued);
    Ok(response)
}

/// Checks the query; returns the challenge, or what is wrong.
fn check<'c>(call: &'c Call<'_>) -> Result<&'c str, &'static str> {
    let is = |name: &str, value: &str| call.query(name) == Some(value);
    if !is("response_type", "code") || !is("scope", "openid") {
        return Err("response_type must be code, and scope openid.");
    }
    if call.query("state").is_none_or(str::is_empty) {
        return Err("A state is required.");
    }
    // RFC 7636 calls the method S256.
    let challenge = call.query("code_challenge").filter(|challenge| challenge.len() == 43);
    let challenge = challenge.filter(|_| is("code_challenge_method", "SHA-256"));
    challenge.ok_or("A code_challenge with the method SHA-256 is required.")
}

/// Says whether a client of AWS returns to this address: to loopback, or to the page of this service.
fn is_redirect_of(client_id: &str, redirect_uri: &str, call: &Call<'_>) -> bool {
    let Ok(uri) = redirect_uri.parse::<Uri>() else { return false };
    match client_id {
        SAME_DEVICE => {
            uri.scheme_str() == Some("http")
                && uri.host() == Some("127.0.0.1")
                && uri.port().is_some()
                && uri.path_and_query().is_some_and(|target| target.as_str() == "/oauth/callback")
        }
        CROSS_DEVICE => uri.host() == host_of(call) && uri.path() == CONFIRMATION && uri.query().is_none(),
        _ => false,
    }
}

fn host_of<'c>(call: &'c Call<'_>) -> Option<&'c str> {
    call.host().split(':').next()
}

/// Shows what the redirect brought, for a person to carry to another device.
pub(crate) fn confirmation(call: &Call<'_>) -> Result<Response, Failure> {
    if let Some(error) = call.query("error") {
        return Err(INVALID_REQUEST.because(format!("The sign-in was refused: {error}.")));
    }
    let (Some(state), Some(code)) = (call.query("state"), call.query("code")) else {
        return Err(INVALID_REQUEST.because("There is no code to show."));
    };
    Ok(code_page(&STANDARD.encode(format!("state={state}&code={code}"))))
}
