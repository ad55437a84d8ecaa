//! The cached token of a sign-in: access token, refresh token and the client registration that they were issued to.

use crate::{
    SealedRenewal,
    json::{Defect, Members, Writer},
    time,
};
use daypass_sso_types::{AccessToken, ClientSecret, RefreshToken};
use std::time::SystemTime;

/// The token file of one sso-session or of one start URL of legacy profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// `startUrl` as configured. No AWS tool compares it.
    pub start_url: Option<String>,
    /// The region of the OIDC service: a sign-out goes there, and the C++ SDK refreshes there.
    pub region: Option<String>,
    /// `accessToken`, a bearer token.
    pub access_token: AccessToken,
    /// `expiresAt`. If it is absent or unreadable it is the Unix epoch, so that the token is refreshed and not lost.
    pub expires_at: SystemTime,
    /// The client registration that can refresh the token.
    pub client: Option<TokenClient>,
    /// `refreshToken`; `None` if it is absent or empty.
    pub refresh_token: Option<RefreshToken>,
    /// Client and refresh token where they are sealed; then the two above are `None`.
    pub sealed: Option<SealedRenewal>,
    unknown: Members,
}

/// The client registration inside a token file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the three members of every token file; built by callers")]
pub struct TokenClient {
    /// `clientId`.
    pub id: String,
    /// `clientSecret`.
    pub secret: ClientSecret,
    /// `registrationExpiresAt`; `None` if it is absent or unreadable, with which some SDKs do not refresh.
    pub expires_at: Option<SystemTime>,
}

impl Token {
    /// Creates a token with the two members that every reader requires.
    pub fn new(access_token: AccessToken, expires_at: SystemTime) -> Self {
        Self {
            start_url: None,
            region: None,
            access_token,
            expires_at,
            client: None,
            refresh_token: None,
            sealed: None,
            unknown: Members::default(),
        }
    }

    /// Copies the members that daypass does not know from an older token, so that a rewrite keeps them.
    pub fn keep_unknown_members_of(&mut self, older: &Self) {
        self.unknown.add_missing(&older.unknown);
    }

    pub(crate) fn from_members(mut members: Members) -> Result<Self, Defect> {
        let access_token = members.take_text("accessToken").filter(|token| !token.is_empty());
        let access_token = access_token.ok_or(Defect("it has no accessToken"))?;
        let expires_at = members.take_time("expiresAt");
        let registration_ends = members.take_time("registrationExpiresAt");
        let client = match (members.take_text("clientId"), members.take_text("clientSecret")) {
            (Some(id), Some(secret)) => {
                Some(TokenClient { id, secret: ClientSecret::new(secret), expires_at: registration_ends })
            }
            _ => None,
        };
        let refresh_token = members.take_text("refreshToken").filter(|token| !token.is_empty());
        // A tool that wrote a token in plain and kept what it did not know has the newer one.
        let sealed =
            SealedRenewal::take(&mut members).filter(|_| client.is_none() && refresh_token.is_none());
        Ok(Self {
            start_url: members.take_text("startUrl"),
            region: members.take_text("region"),
            access_token: AccessToken::new(access_token),
            expires_at: expires_at.unwrap_or(SystemTime::UNIX_EPOCH),
            client,
            refresh_token: refresh_token.map(RefreshToken::new),
            sealed,
            unknown: members,
        })
    }

    pub(crate) fn to_json(&self) -> String {
        let mut out = Writer::new();
        out.optional("startUrl", self.start_url.as_deref())
            .optional("region", self.region.as_deref())
            .text("accessToken", self.access_token.expose())
            .text("expiresAt", &time::format(self.expires_at));
        if let Some(client) = &self.client {
            out.text("clientId", &client.id)
                .text("clientSecret", client.secret.expose())
                .optional("registrationExpiresAt", client.expires_at.map(time::format).as_deref());
        }
        out.optional("refreshToken", self.refresh_token.as_ref().map(RefreshToken::expose));
        if let Some(sealed) = &self.sealed {
            sealed.write(&mut out);
        }
        out.members(&self.unknown);
        out.finish()
    }
}
