//! Cached client registrations, and the two slots that keep the two flows from evicting each other.

use crate::{
    CacheKey, RegistrationKey,
    json::{Defect, Members, Writer},
    time,
};
use daypass_sso_types::ClientSecret;
use std::time::SystemTime;

/// A client registration, as `sso-oidc:RegisterClient` returns it (AWS's form of RFC 7591).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registration {
    /// `clientId`.
    pub client_id: String,
    /// `clientSecret`.
    pub client_secret: ClientSecret,
    /// The time at which it expires; the Unix epoch if the file has no readable `expiresAt`.
    pub expires_at: SystemTime,
    /// The scopes of the registration.
    pub scopes: Vec<String>,
    /// The grant types of the registration. Only a list with `authorization_code` is written: to the AWS CLI, a file
    /// without the member is a device registration.
    pub grant_types: Vec<String>,
    unknown: Members,
}

/// The sign-in flow that a registration serves.
///
/// The AWS CLI stores the registrations of both flows under one file name, so that they evict each other. daypass uses
/// that name for the flow that the AWS CLI takes by default (authorization code for an sso-session, device code for a
/// legacy profile) and a name of its own for the other flow. Readers look at both files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the two grants that IAM Identity Center has for people")]
pub enum Flow {
    /// Authorization code with PKCE (RFC 7636).
    AuthorizationCode,
    /// Device authorization grant (RFC 8628).
    Device,
}

impl Registration {
    /// Creates a registration without scopes and grant types.
    pub fn new(client_id: impl Into<String>, client_secret: ClientSecret, expires_at: SystemTime) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret,
            expires_at,
            scopes: Vec::new(),
            grant_types: Vec::new(),
            unknown: Members::default(),
        }
    }

    /// Returns the flow that the registration serves, by the AWS CLI's rule: authorization code if its grant types name
    /// it, otherwise device.
    pub fn flow(&self) -> Flow {
        if self.grant_types.iter().any(|grant| grant == "authorization_code") {
            Flow::AuthorizationCode
        } else {
            Flow::Device
        }
    }

    pub(crate) fn from_members(mut members: Members) -> Result<Self, Defect> {
        if members.has("registrationExpiresAt") {
            return Err(Defect("it is a token without its accessToken"));
        }
        let client_id = members.take_text("clientId").ok_or(Defect("it has no clientId"))?;
        let secret = members.take_text("clientSecret").ok_or(Defect("it has no clientSecret"))?;
        let expires_at = members.take_time("expiresAt");
        Ok(Self {
            client_id,
            client_secret: ClientSecret::new(secret),
            expires_at: expires_at.unwrap_or(SystemTime::UNIX_EPOCH),
            scopes: members.take_list("scopes"),
            grant_types: members.take_list("grantTypes"),
            unknown: members,
        })
    }

    pub(crate) fn to_json(&self) -> String {
        let by_code = self.flow() == Flow::AuthorizationCode;
        let mut out = Writer::new();
        out.text("clientId", &self.client_id)
            .text("clientSecret", self.client_secret.expose())
            .text("expiresAt", &time::format(self.expires_at));
        if by_code || !self.scopes.is_empty() {
            out.list("scopes", &self.scopes);
        }
        if by_code {
            out.list("grantTypes", &self.grant_types);
        }
        out.members(&self.unknown);
        out.finish()
    }
}

impl RegistrationKey<'_> {
    /// Returns the key under which a registration for this flow is written.
    pub fn slot(&self, flow: Flow) -> CacheKey {
        if flow == self.default_flow() {
            CacheKey::for_registration(self)
        } else {
            CacheKey::for_second_registration(self, flow.name())
        }
    }

    /// Returns the keys of both flows: authorization code, then device.
    pub fn slots(&self) -> [CacheKey; 2] {
        [Flow::AuthorizationCode, Flow::Device].map(|flow| self.slot(flow))
    }

    /// Returns the flow that the AWS CLI takes by default: authorization code for an sso-session, device for a legacy
    /// profile.
    pub fn default_flow(&self) -> Flow {
        if self.session_name.is_some() { Flow::AuthorizationCode } else { Flow::Device }
    }
}

impl Flow {
    /// Returns the other of the two flows.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::AuthorizationCode => Self::Device,
            Self::Device => Self::AuthorizationCode,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::Device => "device_code",
        }
    }
}
