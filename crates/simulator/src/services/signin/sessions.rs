//! ListSessions and BatchRevokeSessions: the console sign-ins of whoever signs the request.

use super::model::Session;
use crate::{
    call::Call,
    failure::{Failure, SIGNIN_INVALID_REQUEST},
    reply::json,
    sigv4::{self, SignatureError, SignedService},
    site::Site,
    time::Moment,
};
use daypass_transport::Response;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListInput {
    status: Option<String>,
    client_id: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RevokeInput {
    session_arns: Vec<String>,
}

/// Returns the ARN of the identity that signed the request.
fn caller(site: &Site, call: &Call<'_>) -> Result<String, Failure> {
    match sigv4::verify(call, SignedService::Signin, &site.keys) {
        Ok(key) => Ok(key.principal.arn.clone()),
        Err(SignatureError::Expired) => Err(Failure::new(
            "ExpiredTokenException",
            403,
            "The security token included in the request is expired",
        )),
        Err(_) => Err(Failure::new(
            "UnrecognizedClientException",
            403,
            "The security token included in the request is invalid.",
        )),
    }
}

fn input<T: serde::de::DeserializeOwned>(call: &Call<'_>) -> Result<T, Failure> {
    serde_json::from_slice(call.request.body())
        .map_err(|_| SIGNIN_INVALID_REQUEST.because("The request body is not the JSON of this operation."))
}

/// Answers `POST /list-sessions`, newest first, in pages.
pub(crate) fn list_sessions(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let caller = caller(site, call)?;
    let input: ListInput = input(call)?;
    let on_page = input.max_results.unwrap_or(100);
    if !(1..=100).contains(&on_page) {
        return Err(SIGNIN_INVALID_REQUEST.because("maxResults is 1 to 100."));
    }
    let start: usize = input
        .next_token
        .as_deref()
        .unwrap_or("0")
        .parse()
        .map_err(|_| SIGNIN_INVALID_REQUEST.because("nextToken is not one of this service."))?;
    let fits = |session: &&Session| {
        session.principal.arn == caller
            && input.client_id.as_ref().is_none_or(|id| *id == session.client_id)
            && input.status.as_ref().is_none_or(|wanted| wanted == status(session))
    };
    let all: Vec<_> = site.signin.sessions.iter().rev().filter(fits).collect();
    let items: Vec<_> = all.iter().skip(start).take(on_page).map(|session| item(session, call.now)).collect();
    let next = (all.len() > start + on_page).then(|| (start + on_page).to_string());
    Ok(json(200, &json!({ "items": items, "nextToken": next })))
}

/// Answers `POST /batch-revoke-sessions`. A session of another identity is not found; revoking twice succeeds.
pub(crate) fn revoke_sessions(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let caller = caller(site, call)?;
    let RevokeInput { session_arns } = input(call)?;
    if !(1..=5).contains(&session_arns.len()) {
        return Err(SIGNIN_INVALID_REQUEST.because("sessionArns has 1 to 5 items."));
    }
    let (mut revoked, mut errors) = (Vec::new(), Vec::new());
    for arn in session_arns {
        let mut sessions = site.signin.sessions.iter_mut();
        match sessions.find(|session| session.arn == arn && session.principal.arn == caller) {
            Some(session) => {
                session.is_over = true;
                revoked.push(item(session, call.now));
            }
            None => errors.push(json!({
                "sessionArn": arn, "code": "RESOURCE_NOT_FOUND", "message": "There is no such session."
            })),
        }
    }
    Ok(json(200, &json!({ "revokedSessions": revoked, "errors": errors })))
}

fn status(session: &Session) -> &'static str {
    if session.is_over { "REVOKED" } else { "ACTIVE" }
}

fn item(session: &Session, now: Moment) -> Value {
    let at = |world| now.on_wire(world).as_secs();
    json!({
        "sessionArn": session.arn,
        "principalArn": session.principal.arn,
        "status": status(session),
        "clientId": session.client_id,
        "clientType": "CLI",
        "issuedAt": at(session.issued_at),
        "expiresAt": at(session.ends_at),
        "lastUsedAt": at(session.last_used_at),
        "issuedInRegion": session.region,
    })
}
