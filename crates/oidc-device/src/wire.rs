//! Shared by the operations: builds requests, reads replies, and turns seconds into times.

use crate::Error;
use daypass_sso_types::WebAddress;
use daypass_transport::{Endpoint, Malformed, Members, Request, Response};
use http::header::CONTENT_TYPE;
use serde::Serialize;
use std::time::{Duration, SystemTime};

/// Builds an unsigned `POST` with a JSON body, as every operation of SSO OIDC has it.
pub(crate) fn post(endpoint: &Endpoint, path: &str, body: &impl Serialize) -> Request {
    let body = serde_json::to_vec(body).expect("texts and lists of texts always serialize");
    http::Request::post(endpoint.uri(path))
        .header(CONTENT_TYPE, "application/json")
        .body(body)
        .expect("the URI is one, the header is constant")
}

/// Returns the members of a successful reply, or the error of a refusal.
pub(crate) fn members(response: &Response) -> Result<Members, Error> {
    if response.status().is_success() {
        Ok(Members::parse(response)?)
    } else {
        Err(Error::from_response(response))
    }
}

/// Returns `now` plus a lifetime in seconds. A lifetime of 0 is an error: the token or code would have expired already.
pub(crate) fn lifetime(now: SystemTime, seconds: u64, name: &str) -> Result<SystemTime, Malformed> {
    if seconds == 0 {
        Err(Malformed::new(format!("its member {name} is out of range")))
    } else {
        after(now, seconds, name)
    }
}

/// Checks a code that a person types: 1 to 64 letters, digits and hyphens.
pub(crate) fn user_code(text: String) -> Result<String, Malformed> {
    let is_code = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_code { Ok(text) } else { Err(Malformed::new("its member userCode is no code")) }
}

/// Parses an address that a person opens, and returns its normal form.
pub(crate) fn address(text: &str, name: &str) -> Result<String, Malformed> {
    let address = WebAddress::parse(text)
        .map_err(|_| Malformed::new(format!("its member {name} is no web address")))?;
    Ok(address.as_str().to_owned())
}

/// Returns `start` plus `seconds`; a time from the year 10000 on is an error, because no cache file can hold it.
pub(crate) fn after(start: SystemTime, seconds: u64, name: &str) -> Result<SystemTime, Malformed> {
    let year_10000 = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(253_402_300_800));
    let end = start.checked_add(Duration::from_secs(seconds));
    end.filter(|end| year_10000.is_none_or(|limit| *end < limit))
        .ok_or_else(|| Malformed::new(format!("its member {name} is out of range")))
}
