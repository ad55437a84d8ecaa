//! The hot path: parses cached role credentials and borrows them from the bytes of the file.

use crate::{freshness::ROLE_MIN_REMAINING, freshness::remaining, time};
use daypass_sso_types::{AccountId, Credentials, SecretAccessKey, SessionToken};
use serde::Deserialize;
use std::{borrow::Cow, fmt, time::SystemTime};

/// Cached role credentials, borrowed from the bytes of their file: for programs that print them and exit.
///
/// ```
/// use daypass_token_cache::{CachedRole, formats::CredentialText};
/// use std::time::UNIX_EPOCH;
///
/// let file = br#"{"Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s",
///     "SessionToken": "t", "Expiration": "2027-01-15T08:00:00Z"}}"#;
/// let role = CachedRole::parse(file).filter(|role| role.is_reusable(UNIX_EPOCH)).expect("it is good");
/// let text = CredentialText {
///     access_key_id: &role.access_key_id,
///     secret_access_key: &role.secret_access_key,
///     session_token: role.session_token.as_deref(),
///     expires_at: Some(role.expires_at),
///     account_id: role.account_id.as_deref(),
/// };
/// assert!(text.process_json().contains(r#""Expiration": "2027-01-15T08:00:00Z""#));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachedRole<'a> {
    /// `AccessKeyId`.
    pub access_key_id: Cow<'a, str>,
    /// `SecretAccessKey`; a secret.
    pub secret_access_key: Cow<'a, str>,
    /// `SessionToken`; a secret.
    pub session_token: Option<Cow<'a, str>>,
    /// `AccountId`.
    pub account_id: Option<Cow<'a, str>>,
    /// `Expiration`.
    pub expires_at: SystemTime,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct File<'a> {
    #[serde(borrow)]
    credentials: Inner<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inner<'a> {
    #[serde(borrow)]
    access_key_id: Cow<'a, str>,
    #[serde(borrow)]
    secret_access_key: Cow<'a, str>,
    #[serde(borrow, default)]
    session_token: Option<Text<'a>>,
    #[serde(borrow, default)]
    account_id: Option<Text<'a>>,
    #[serde(borrow)]
    expiration: Cow<'a, str>,
}

/// A borrowed string inside an `Option`: serde borrows a `Cow` that is a field, and copies a `Cow` in an `Option`.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> CachedRole<'a> {
    /// Parses a file of role credentials as the AWS CLI and daypass write it; `None` for any other bytes.
    /// [`crate::Store::load_role`] reads more spellings, and says what is wrong.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let File { credentials } = serde_json::from_slice(bytes).ok()?;
        Some(Self {
            access_key_id: credentials.access_key_id,
            secret_access_key: credentials.secret_access_key,
            session_token: credentials.session_token.map(|text| text.0),
            account_id: credentials.account_id.map(|text| text.0),
            expires_at: time::parse(&credentials.expiration)?,
        })
    }

    /// Whether the credentials have [`ROLE_MIN_REMAINING`] or more left.
    pub fn is_reusable(&self, now: SystemTime) -> bool {
        remaining(self.expires_at, now) >= ROLE_MIN_REMAINING
    }

    /// Copies the credentials into owned values.
    pub fn to_credentials(&self) -> Credentials {
        Credentials {
            access_key_id: self.access_key_id.clone().into_owned(),
            secret_access_key: SecretAccessKey::new(self.secret_access_key.clone()),
            session_token: self.session_token.clone().map(SessionToken::new),
            expires_at: Some(self.expires_at),
            account_id: self.account_id.as_deref().and_then(|id| AccountId::new(id).ok()),
        }
    }
}

impl fmt::Debug for CachedRole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedRole")
            .field("access_key_id", &self.access_key_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
