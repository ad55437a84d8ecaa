//! `CreateOAuth2Token`: exchanges an authorization code or a refresh token for AWS credentials.

use crate::{Error, Flow, LoginSession, error::refused, login_session_of};
use daypass_sso_types::{
    AuthorizationCode, CodeVerifier, Credentials, IdToken, RefreshToken, SecretAccessKey, SessionToken,
};
use daypass_transport::{Endpoint, Malformed, Members, Request, Response};
use http::header::CONTENT_TYPE;
use serde::Serialize;
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The token type of every reply: the access token is AWS credentials, which sign by Signature Version 4.
pub const TOKEN_TYPE: &str = "aws_sigv4";

/// The path of the operation.
const PATH: &str = "/v1/token";

/// What a sign-in gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignIn {
    /// Who signed in: the `sub` of the id token.
    pub login_session: LoginSession,
    /// The credentials, for at most 15 minutes, with the account of the identity.
    pub credentials: Credentials,
    /// The refresh token, bound to the key of the proof.
    pub refresh_token: RefreshToken,
    /// The id token, which no refresh renews.
    pub id_token: IdToken,
}

/// What a refresh gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refreshed {
    /// The credentials, for at most 15 minutes. The reply names no account: it is that of the session.
    pub credentials: Credentials,
    /// The next refresh token. If the reply has none, the old one stays valid (RFC 6749, section 6).
    pub refresh_token: Option<RefreshToken>,
}

impl SignIn {
    /// Reads the reply to [`TokenRequest::redeem`] that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member or has another token type than `aws_sigv4`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        let mut reply = members(response, now)?;
        let Refreshed { mut credentials, refresh_token } = grant(&mut reply, now)?;
        let id_token = IdToken::new(reply.opaque("idToken")?);
        let login_session = login_session_of(&id_token)?;
        credentials.account_id = login_session.account_id();
        let refresh_token =
            refresh_token.ok_or_else(|| Malformed::new("its member refreshToken is missing"))?;
        Ok(Self { login_session, credentials, refresh_token, id_token })
    }
}

impl Refreshed {
    /// Reads the reply to [`TokenRequest::refresh`] that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member or has another token type than `aws_sigv4`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        Ok(grant(&mut members(response, now)?, now)?)
    }
}

fn members(response: &Response, now: SystemTime) -> Result<Members, Error> {
    if response.status().is_success() { Ok(Members::parse(response)?) } else { Err(refused(response, now)) }
}

fn grant(reply: &mut Members, now: SystemTime) -> Result<Refreshed, Malformed> {
    // RFC 6749, section 7.1: a client must not use a token of a type that it does not know.
    let kind = reply.optional_text("tokenType")?;
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case(TOKEN_TYPE)) {
        return Err(Malformed::new("its tokenType is another than aws_sigv4"));
    }
    let mut token = reply.object("accessToken")?;
    let seconds = reply.number("expiresIn")?;
    let expires_at =
        now.checked_add(Duration::from_secs(seconds)).filter(|_| (1..=86_400).contains(&seconds));
    Ok(Refreshed {
        credentials: Credentials {
            access_key_id: token.opaque("accessKeyId")?,
            secret_access_key: SecretAccessKey::new(token.opaque("secretAccessKey")?),
            session_token: Some(SessionToken::new(token.opaque("sessionToken")?)),
            expires_at: Some(
                expires_at.ok_or_else(|| Malformed::new("its member expiresIn is out of range"))?,
            ),
            account_id: None,
        },
        refresh_token: reply.optional_opaque("refreshToken")?.map(RefreshToken::new),
    })
}

/// A request for credentials. It has no public `Serialize`, because it holds secrets.
#[derive(Clone)]
pub struct TokenRequest<'a>(Body<'a>);

/// The body of the request, with the members of the AWS CLI in its order for each grant.
#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Body<'a> {
    #[serde(rename_all = "camelCase")]
    Redeem {
        client_id: &'a str,
        grant_type: &'static str,
        code: &'a str,
        code_verifier: &'a str,
        redirect_uri: String,
    },
    #[serde(rename_all = "camelCase")]
    Refresh { client_id: &'a str, refresh_token: &'a str, grant_type: &'static str },
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Body::Redeem { grant_type, .. } | Body::Refresh { grant_type, .. }) = &self.0;
        f.debug_struct("TokenRequest").field("grant_type", grant_type).finish_non_exhaustive()
    }
}

impl<'a> TokenRequest<'a> {
    /// Creates a request for an authorization code. The flow and the endpoint are those of the authorize URL.
    pub fn redeem(
        endpoint: &Endpoint,
        flow: Flow,
        code: &'a AuthorizationCode,
        verifier: &'a CodeVerifier,
    ) -> Self {
        Self(Body::Redeem {
            client_id: flow.client_id(),
            grant_type: "authorization_code",
            code: code.expose(),
            code_verifier: verifier.expose(),
            redirect_uri: flow.redirect_uri(endpoint),
        })
    }

    /// Creates a request for a refresh token, with the client id of the sign-in.
    pub fn refresh(client_id: &'a str, token: &'a RefreshToken) -> Self {
        Self(Body::Refresh { client_id, refresh_token: token.expose(), grant_type: "refresh_token" })
    }

    /// Returns the address of the request, which its [`proof`](crate::proof) covers.
    pub fn uri(endpoint: &Endpoint) -> http::Uri {
        endpoint.uri(PATH)
    }

    /// Builds the request, an unsigned `POST` of JSON with this proof.
    ///
    /// # Panics
    /// If `proof` has characters that no header value has; those of [`proof`](crate::proof) have none.
    pub fn request(&self, endpoint: &Endpoint, proof: &str) -> Request {
        let body = serde_json::to_vec(&self.0).expect("texts always serialize");
        http::Request::post(Self::uri(endpoint))
            .header(CONTENT_TYPE, "application/json")
            .header("DPoP", proof)
            .body(body)
            .expect("the URI is one, the headers are base64url and constants")
    }

    /// Whether the request presents an authorization code, which is valid for one use only.
    pub(crate) fn is_for_one_use(&self) -> bool {
        matches!(self.0, Body::Redeem { .. })
    }
}
