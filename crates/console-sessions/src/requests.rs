//! `ListSessions` and `BatchRevokeSessions`: requests that are signed, and their replies.

use daypass_sso_types::{Credentials, Region};
use daypass_sts_client::{
    Error, ErrorKind,
    signing::{Scope, signed},
};
use daypass_transport::{Endpoint, Malformed, Request, Response};
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::time::SystemTime;

/// The name of the service in a signature.
const SERVICE: &str = "signin";

/// Asks for the sessions of whoever signs the request, the newest first.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "the members that a page takes")]
pub struct ListSessions<'a> {
    /// Sessions of this client alone.
    pub client_id: Option<&'a str>,
    /// The page after the one that gave this token.
    pub next_token: Option<&'a str>,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// The ARNs of the sessions.
    pub session_arns: Vec<String>,
    /// The token of the next page, if there is one.
    pub next_token: Option<String>,
}

impl ListSessions<'_> {
    /// Builds the request for active sessions, signed at `now`.
    ///
    /// # Errors
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) if the credentials cannot sign.
    pub fn request(
        &self,
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Request, Error> {
        let mut body = json!({ "status": "ACTIVE", "maxResults": 100 });
        for (name, value) in [("clientId", self.client_id), ("nextToken", self.next_token)] {
            if let (Some(value), Some(members)) = (value, body.as_object_mut()) {
                members.insert(name.to_owned(), value.into());
            }
        }
        post(endpoint, "/list-sessions", &body, region, credentials, now)
    }

    /// Reads the reply that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply without `items`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Listed, Error> {
        let reply = members(response, now)?;
        let items = reply.get("items").and_then(Value::as_array);
        let items = items.ok_or_else(|| Malformed::new("its member items is missing"))?;
        let arn = |item: &Value| item.get("sessionArn").and_then(Value::as_str).map(str::to_owned);
        let next_token = reply.get("nextToken").and_then(Value::as_str).map(str::to_owned);
        Ok(Listed { session_arns: items.iter().filter_map(arn).collect(), next_token })
    }
}

/// Revokes sessions of whoever signs the request, one to five. A session that is revoked already is revoked again.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "the one member that is required")]
pub struct RevokeSessions<'a> {
    /// The ARNs of the sessions.
    pub session_arns: &'a [String],
}

impl RevokeSessions<'_> {
    /// Builds the request, signed at `now`.
    ///
    /// # Errors
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) if the credentials cannot sign.
    pub fn request(
        &self,
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Request, Error> {
        let body = json!({ "sessionArns": self.session_arns });
        post(endpoint, "/batch-revoke-sessions", &body, region, credentials, now)
    }

    /// Reads the reply that came at `now`: the ARNs of the sessions that are revoked. A session that is not in it was not
    /// found, or is not the caller's.
    ///
    /// # Errors
    /// A refusal of the service, or a reply without `revokedSessions`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Vec<String>, Error> {
        let reply = members(response, now)?;
        let revoked = reply.get("revokedSessions").and_then(Value::as_array);
        let revoked = revoked.ok_or_else(|| Malformed::new("its member revokedSessions is missing"))?;
        let arn = |item: &Value| item.get("sessionArn").and_then(Value::as_str).map(str::to_owned);
        Ok(revoked.iter().filter_map(arn).collect())
    }
}

fn post(
    endpoint: &Endpoint,
    path: &str,
    body: &Value,
    region: &Region,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<Request, Error> {
    let request = http::Request::post(endpoint.uri(path))
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_string().into_bytes())
        .map_err(|_| Error::local(ErrorKind::InvalidRequest, "the endpoint makes no request"))?;
    signed(request, Scope { service: SERVICE, region }, credentials, now)
}

fn members(response: &Response, now: SystemTime) -> Result<Value, Error> {
    if !response.status().is_success() {
        return Err(Error::from_response(response).with_clock(response, now));
    }
    let reply: Option<Value> = serde_json::from_slice(response.body()).ok();
    reply.ok_or_else(|| Malformed::new("it is not JSON").into())
}
