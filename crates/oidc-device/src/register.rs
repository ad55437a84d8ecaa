//! `RegisterClient`: a public OAuth client of our own (RFC 7591, by AWS's names).

use crate::{Error, wire};
use daypass_sso_types::ClientSecret;
use daypass_transport::{Endpoint, Request, Response};
use serde::Serialize;
use std::time::SystemTime;

/// What is asked for where no scope is configured.
pub const DEFAULT_SCOPE: &str = "sso:account:access";

/// The path of the redirect URI that the registration names and the browser comes back to.
pub const REDIRECT_PATH: &str = "/oauth/callback";

/// What to register. Its request is, byte for byte but for spaces, that of the AWS CLI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRequest(Body);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    client_name: String,
    client_type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grant_types: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer_url: Option<String>,
}

impl RegistrationRequest {
    /// A client for the device grant. Without scopes none are sent.
    pub fn device(name: impl Into<String>, scopes: &[String]) -> Self {
        Self(Body {
            client_name: name.into(),
            client_type: "public",
            scopes: scopes.to_vec(),
            grant_types: Vec::new(),
            redirect_uris: Vec::new(),
            issuer_url: None,
        })
    }

    /// A client for the authorization code grant with refresh. Without scopes it is [`DEFAULT_SCOPE`]. The
    /// issuer is the start URL; the redirect URI is on loopback, where any port matches (RFC 8252, 7.3).
    pub fn authorization_code(name: impl Into<String>, scopes: &[String], issuer_url: &str) -> Self {
        let scopes = if scopes.is_empty() { vec![DEFAULT_SCOPE.to_owned()] } else { scopes.to_vec() };
        Self(Body {
            grant_types: vec!["authorization_code".to_owned(), "refresh_token".to_owned()],
            redirect_uris: vec![format!("http://127.0.0.1{REDIRECT_PATH}")],
            issuer_url: Some(issuer_url.to_owned()),
            ..Self::device(name, &scopes).0
        })
    }

    /// The scopes asked for.
    pub fn scopes(&self) -> &[String] {
        &self.0.scopes
    }

    /// `POST /client/register`.
    pub fn request(&self, endpoint: &Endpoint) -> Request {
        wire::post(endpoint, "/client/register", &self.0)
    }
}

/// A registered client. It outlives many sign-ins and is kept in a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what the cache keeps of a registration; built from it")]
pub struct Registration {
    /// The client's name to the service; not secret.
    pub client_id: String,
    /// The client's secret, secret in name only: every user of a public client can have one.
    pub client_secret: ClientSecret,
    /// When the secret ends; 90 days on, at AWS.
    pub expires_at: SystemTime,
    /// The scopes that were asked for; empty if none were.
    pub scopes: Vec<String>,
    /// The grants that were asked for; empty for the device grant.
    pub grant_types: Vec<String>,
}

impl Registration {
    /// Reads the reply to `request`. A `clientSecretExpiresAt` of 0 means *never* (RFC 7591, 3.2.1) and is
    /// read as 90 days from `now`.
    pub fn read(request: &RegistrationRequest, response: &Response, now: SystemTime) -> Result<Self, Error> {
        let mut reply = wire::members(response)?;
        let expires_at = match reply.number("clientSecretExpiresAt")? {
            0 => wire::after(now, 90 * 86400, "clientSecretExpiresAt")?,
            since_1970 => wire::after(SystemTime::UNIX_EPOCH, since_1970, "clientSecretExpiresAt")?,
        };
        Ok(Self {
            client_id: reply.opaque("clientId")?,
            client_secret: ClientSecret::new(reply.opaque("clientSecret")?),
            expires_at,
            scopes: request.0.scopes.clone(),
            grant_types: request.0.grant_types.clone(),
        })
    }
}
