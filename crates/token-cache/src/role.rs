//! Cached role credentials of IAM Identity Center and of `AssumeRole`.

use crate::{
    json::{Defect, Members, Writer},
    time,
};
use daypass_sso_types::{AccountId, Credentials, SecretAccessKey, SessionToken};

/// The contents of one file of `~/.aws/cli/cache`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleEntry {
    /// The role credentials.
    pub credentials: Credentials,
    /// `ProviderType`: `sso` for credentials of IAM Identity Center, which a sign-out removes; absent for assumed
    /// roles.
    pub provider_type: Option<String>,
    unknown_credentials: Members,
    unknown: Members,
}

impl RoleEntry {
    /// Creates an entry for credentials of IAM Identity Center.
    pub fn sso(credentials: Credentials) -> Self {
        Self { provider_type: Some("sso".to_owned()), ..Self::assumed(credentials) }
    }

    /// Creates an entry for credentials of `AssumeRole`.
    pub fn assumed(credentials: Credentials) -> Self {
        Self {
            credentials,
            provider_type: None,
            unknown_credentials: Members::default(),
            unknown: Members::default(),
        }
    }

    /// Whether the credentials come from IAM Identity Center, so that a sign-out removes them.
    pub fn is_sso(&self) -> bool {
        self.provider_type.as_deref() == Some("sso")
    }

    pub(crate) fn from_members(mut members: Members) -> Result<Self, Defect> {
        let mut inner = members.take_object("Credentials").ok_or(Defect("it has no Credentials"))?;
        let key = inner.take_text("AccessKeyId").ok_or(Defect("it has no AccessKeyId"))?;
        let secret = inner.take_text("SecretAccessKey").ok_or(Defect("it has no SecretAccessKey"))?;
        let expires_at =
            inner.take_time("Expiration").ok_or(Defect("it has no Expiration that can be read"))?;
        Ok(Self {
            credentials: Credentials {
                access_key_id: key,
                secret_access_key: SecretAccessKey::new(secret),
                session_token: inner.take_text("SessionToken").map(SessionToken::new),
                expires_at: Some(expires_at),
                account_id: inner.take_text("AccountId").and_then(|id| AccountId::new(id).ok()),
            },
            provider_type: members.take_text("ProviderType"),
            unknown_credentials: inner,
            unknown: members,
        })
    }

    pub(crate) fn to_json(&self) -> String {
        let credentials = &self.credentials;
        let format = if self.is_sso() { time::format } else { time::format_with_offset };
        let mut inner = Writer::new();
        inner
            .text("AccessKeyId", &credentials.access_key_id)
            .text("SecretAccessKey", credentials.secret_access_key.expose())
            .optional("SessionToken", credentials.session_token.as_ref().map(SessionToken::expose))
            .optional("Expiration", credentials.expires_at.map(format).as_deref())
            .optional("AccountId", credentials.account_id.as_ref().map(AccountId::as_str))
            .members(&self.unknown_credentials);
        let mut out = Writer::new();
        out.optional("ProviderType", self.provider_type.as_deref())
            .object("Credentials", inner)
            .members(&self.unknown);
        out.finish()
    }
}
