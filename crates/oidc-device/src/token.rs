//! `CreateToken`: exchanges a device code, an authorization code or a refresh token for tokens.

use crate::{Error, Registration, wire};
use daypass_sso_types::{
    AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, DeviceCode, RefreshToken,
};
use daypass_transport::{Endpoint, Malformed, Request, Response};
use serde::Serialize;
use std::{fmt, time::SystemTime};

/// The tokens that `CreateToken` returns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of RFC 6749's reply that are used")]
pub struct Grant {
    /// The bearer token for the portal.
    pub access_token: AccessToken,
    /// The next refresh token. If a refresh returns none, the old one stays valid (RFC 6749, section 6).
    pub refresh_token: Option<RefreshToken>,
    /// The time at which the access token expires.
    pub expires_at: SystemTime,
}

impl Grant {
    /// Reads the reply that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member or has another token type than Bearer.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        let mut reply = wire::members(response)?;
        // RFC 6749, section 7.1: a client must not use a token of a type that it does not know.
        let kind = reply.optional_text("tokenType")?;
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("Bearer")) {
            return Err(Malformed::new("its tokenType is another than Bearer").into());
        }
        Ok(Self {
            access_token: AccessToken::new(reply.opaque("accessToken")?),
            refresh_token: reply.optional_opaque("refreshToken")?.map(RefreshToken::new),
            expires_at: wire::lifetime(now, reply.number("expiresIn")?, "expiresIn")?,
        })
    }
}

/// A request for tokens. It has no public `Serialize`, because it holds secrets.
#[derive(Clone, Copy)]
pub struct TokenRequest<'a>(Body<'a>);

/// The body of the request, with the members of the AWS CLI in its order.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_verifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest").field("grant_type", &self.0.grant_type).finish_non_exhaustive()
    }
}

impl<'a> TokenRequest<'a> {
    /// Creates a request for a device code.
    pub fn device(registration: &'a Registration, code: &'a DeviceCode) -> Self {
        Self(Body {
            device_code: Some(code.expose()),
            ..Body::new(
                "urn:ietf:params:oauth:grant-type:device_code",
                &registration.client_id,
                &registration.client_secret,
            )
        })
    }

    /// Creates a request for an authorization code. `redirect_uri` is that of the authorize URL, with its port.
    pub fn authorization_code(
        registration: &'a Registration,
        redirect_uri: &'a str,
        code: &'a AuthorizationCode,
        verifier: &'a CodeVerifier,
    ) -> Self {
        Self(Body {
            redirect_uri: Some(redirect_uri),
            code_verifier: Some(verifier.expose()),
            code: Some(code.expose()),
            ..Body::new("authorization_code", &registration.client_id, &registration.client_secret)
        })
    }

    /// Creates a request for a refresh token.
    pub fn refresh(client_id: &'a str, client_secret: &'a ClientSecret, token: &'a RefreshToken) -> Self {
        Self(Body {
            refresh_token: Some(token.expose()),
            ..Body::new("refresh_token", client_id, client_secret)
        })
    }

    /// Builds the request, `POST /token`.
    pub fn request(&self, endpoint: &Endpoint) -> Request {
        wire::post(endpoint, "/token", &self.0)
    }
}

impl<'a> Body<'a> {
    fn new(grant_type: &'static str, client_id: &'a str, client_secret: &'a ClientSecret) -> Self {
        Self {
            grant_type,
            client_id,
            client_secret: client_secret.expose(),
            device_code: None,
            redirect_uri: None,
            code_verifier: None,
            code: None,
            refresh_token: None,
        }
    }
}
