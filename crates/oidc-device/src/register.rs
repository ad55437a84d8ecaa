//! `RegisterClient`: registers a public OAuth client (RFC 7591 with AWS's names).

use crate::{Error, wire};
use daypass_sso_types::{ClientSecret, DEFAULT_SCOPE};
use daypass_transport::{Endpoint, Request, Response};
use serde::Serialize;
use std::time::SystemTime;

/// The path of the redirect URI on loopback to which the browser returns.
pub const REDIRECT_PATH: &str = "/oauth/callback";

/// A client to register. The body of its request equals that of the AWS CLI, except for spaces.
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
    /// Creates a client for the device grant. Without scopes, none are sent.
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

    /// Creates a client for the authorization code grant with refresh. Without scopes it asks for [`DEFAULT_SCOPE`].
    /// The issuer is the start URL; the redirect URI is on loopback, where any port matches (RFC 8252, section 7.3).
    pub fn authorization_code(name: impl Into<String>, scopes: &[String], issuer_url: &str) -> Self {
        let scopes = if scopes.is_empty() { vec![DEFAULT_SCOPE.to_owned()] } else { scopes.to_vec() };
        Self(Body {
            grant_types: vec!["authorization_code".to_owned(), "refresh_token".to_owned()],
            redirect_uris: vec![format!("http://127.0.0.1{REDIRECT_PATH}")],
            issuer_url: Some(issuer_url.to_owned()),
            ..Self::device(name, &scopes).0
        })
    }

    /// Returns the scopes of the request.
    pub fn scopes(&self) -> &[String] {
        &self.0.scopes
    }

    /// Builds the request, `POST /client/register`.
    pub fn request(&self, endpoint: &Endpoint) -> Request {
        wire::post(endpoint, "/client/register", &self.0)
    }
}

/// A registered client, which serves many sign-ins and is kept in a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what the cache keeps of a registration; built from it")]
pub struct Registration {
    /// `clientId`; not secret.
    pub client_id: String,
    /// `clientSecret`. A public client keeps no secret: anybody can register one.
    pub client_secret: ClientSecret,
    /// The time at which the secret expires; AWS gives 90 days.
    pub expires_at: SystemTime,
    /// The scopes of the request; may be empty.
    pub scopes: Vec<String>,
    /// The grant types of the request; empty for the device grant.
    pub grant_types: Vec<String>,
}

impl Registration {
    /// Reads the reply to `request`. A `clientSecretExpiresAt` of 0 means *never* (RFC 7591, section 3.2.1) and is read
    /// as 90 days from `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member.
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
