//! Console federation: role credentials for a sign-in token, a sign-in token for the console.

use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    page, reply,
    state::SignIn,
    time::Moment,
    world::World,
};
use daypass_transport::Response;
use serde::Deserialize;
use serde_json::json;

/// A sign-in token is good for fifteen minutes (sdk-facts, g).
const LIFE: u64 = 900;

/// Credentials in the names that this service gives them.
#[derive(Deserialize)]
struct Session {
    #[serde(rename = "sessionId")]
    id: String,
    #[serde(rename = "sessionKey")]
    key: String,
    #[serde(rename = "sessionToken")]
    token: String,
}

/// `Action=getSigninToken`, by query or form.
pub(crate) fn sign_in_token(world: &mut World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let field = |name: &str| call.query(name).or_else(|| call.form(name));
    let session = field("Session").and_then(|text| serde_json::from_str::<Session>(text).ok());
    let session =
        session.ok_or_else(|| INVALID_REQUEST.because("Session is missing, or not JSON of its shape."))?;
    let key = world.state.keys.get(&session.id).filter(|key| {
        key.secret == session.key && key.token == session.token && key.expires_at > moment.world
    });
    let key =
        key.ok_or_else(|| INVALID_REQUEST.because("The credentials are not known, or have expired."))?;
    if let Some(duration) = field("SessionDuration") {
        // One hour is the limit of a chained role.
        let longest = if key.principal.permission_set.is_some() { 43_200 } else { 3600 };
        let is_allowed = duration.parse::<u64>().is_ok_and(|seconds| (900..=longest).contains(&seconds));
        is_allowed
            .then_some(())
            .ok_or_else(|| INVALID_REQUEST.because("SessionDuration is out of range."))?;
    }
    let sign_in = SignIn { arn: key.principal.arn.clone(), expires_at: moment.after(LIFE) };
    let token = world.ids.opaque("sign-in token", 90);
    let reply = json!({ "SigninToken": token });
    world.state.sign_ins.insert(token, sign_in);
    Ok(reply::json(200, &reply))
}

/// `Action=login`: says who would now be in which console. The real one goes to `Destination`.
pub(crate) fn login(world: &World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let sign_in = call.query("SigninToken").and_then(|token| world.state.sign_ins.get(token));
    let sign_in = sign_in.filter(|sign_in| sign_in.expires_at > moment.world);
    let sign_in =
        sign_in.ok_or_else(|| INVALID_REQUEST.because("The sign-in token is not known, or has expired."))?;
    let destination = call.query("Destination").filter(|destination| destination.starts_with("https://"));
    let destination =
        destination.ok_or_else(|| INVALID_REQUEST.because("Destination must be an https address."))?;
    let words =
        format!("Signed in to the console as {}. The real one would now open {destination}", sign_in.arn);
    Ok(page::message(200, "AWS console", &words))
}
