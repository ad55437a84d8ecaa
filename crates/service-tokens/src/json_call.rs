//! A signed request whose answer is JSON.

use crate::Error;
use daypass_sso_types::Credentials;
use daypass_sts_client::signing::{Scope, signed};
use daypass_transport::{Caller, Malformed, Members, Request};
use std::time::{Duration, SystemTime};

/// Signs and sends a request, and reads the members of its answer.
pub(crate) async fn send(
    caller: &Caller,
    request: Request,
    scope: Scope<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<Members, Error> {
    let response = caller.send(signed(request, scope, credentials, now)?).await?;
    if !response.status().is_success() {
        return Err(Error::from_response(&response).with_clock(&response, now));
    }
    Ok(Members::parse(&response)?)
}

/// Reads a time in seconds since 1970, with a fraction or without.
pub(crate) fn time(members: &mut Members, name: &str) -> Result<SystemTime, Malformed> {
    let seconds = members.number(name)?;
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    time.ok_or_else(|| Malformed::new(format!("its member {name} is not a time")))
}
