//! Console federation: exchanges role credentials for a sign-in token, and the token for the console.

pub(crate) mod model;
pub(crate) mod reply;

use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    site::Site,
};
use daypass_transport::Response;
use model::ConsoleSignIn;
use serde::Deserialize;

/// The lifetime of a sign-in token in seconds (docs/evidence/sts-and-console.md#console).
const SIGN_IN_TOKEN_SECONDS: u64 = 900;

/// Credentials under the names that this service uses.
#[derive(Deserialize)]
struct Session {
    #[serde(rename = "sessionId")]
    id: String,
    #[serde(rename = "sessionKey")]
    key: String,
    #[serde(rename = "sessionToken")]
    token: String,
}

/// Answers `Action=getSigninToken`, in the query or a form.
pub(crate) fn sign_in_token(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let field = |name: &str| call.query(name).or_else(|| call.form(name));
    let session = field("Session").and_then(|text| serde_json::from_str::<Session>(text).ok());
    let session =
        session.ok_or_else(|| INVALID_REQUEST.because("Session is missing, or not JSON of its shape."))?;
    let key = site.keys.get(&session.id).filter(|key| {
        key.secret == session.key && key.token == session.token && key.expires_at > call.now.world
    });
    let key =
        key.ok_or_else(|| INVALID_REQUEST.because("The credentials are not known, or have expired."))?;
    if let Some(duration) = field("SessionDuration") {
        // A chained role is limited to one hour.
        let longest = if key.principal.permission_set.is_some() { 43_200 } else { 3600 };
        let is_allowed = duration.parse::<u64>().is_ok_and(|seconds| (900..=longest).contains(&seconds));
        is_allowed
            .then_some(())
            .ok_or_else(|| INVALID_REQUEST.because("SessionDuration is out of range."))?;
    }
    let sign_in =
        ConsoleSignIn { arn: key.principal.arn.clone(), expires_at: call.now.after(SIGN_IN_TOKEN_SECONDS) };
    let token = site.ids.opaque("sign-in token", 90);
    let reply = reply::sign_in_token(&token);
    site.sign_ins.insert(token, sign_in);
    Ok(reply)
}

/// Answers `Action=login` with a page that names the identity; AWS would redirect to `Destination`.
pub(crate) fn login(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let sign_in = call.query("SigninToken").and_then(|token| site.sign_ins.get(token));
    let sign_in = sign_in.filter(|sign_in| sign_in.expires_at > call.now.world);
    let sign_in =
        sign_in.ok_or_else(|| INVALID_REQUEST.because("The sign-in token is not known, or has expired."))?;
    let destination = call.query("Destination").filter(|destination| destination.starts_with("https://"));
    let destination =
        destination.ok_or_else(|| INVALID_REQUEST.because("Destination must be an https address."))?;
    Ok(reply::console(&sign_in.arn, destination))
}
