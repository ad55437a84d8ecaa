//! Formats credentials as the JSON of `credential_process`.
//!
//! The strings that these functions return hold the secret key and the session token, and are not redacted.

use crate::{json::quote, time};
use daypass_sso_types::{AccountId, Credentials, SessionToken};
use std::{fmt, time::SystemTime};

/// The members of the credential JSON, borrowed, so that a cache hit can lend them from the bytes of a file.
///
/// ```
/// use daypass_token_cache::formats::CredentialText;
///
/// let text = CredentialText {
///     access_key_id: "ASIAEXAMPLE",
///     secret_access_key: "s/k+1=",
///     session_token: None,
///     expires_at: None,
///     account_id: Some("111122223333"),
/// };
/// assert_eq!(
///     text.process_json(),
///     "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"ASIAEXAMPLE\",\n  \"SecretAccessKey\": \"s/k+1=\",\n  \
///      \"AccountId\": \"111122223333\"\n}\n"
/// );
/// ```
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "the members of the format")]
pub struct CredentialText<'a> {
    /// `AccessKeyId`.
    pub access_key_id: &'a str,
    /// `SecretAccessKey`.
    pub secret_access_key: &'a str,
    /// `SessionToken`; static keys have none.
    pub session_token: Option<&'a str>,
    /// `Expiration`, written as `YYYY-MM-DDTHH:MM:SSZ`, which every SDK reads; the AWS CLI writes `+00:00` for `Z`.
    pub expires_at: Option<SystemTime>,
    /// `AccountId`.
    pub account_id: Option<&'a str>,
}

impl fmt::Debug for CredentialText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialText").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

impl<'a> CredentialText<'a> {
    /// Borrows the members of these credentials.
    pub fn of(credentials: &'a Credentials) -> Self {
        Self {
            access_key_id: &credentials.access_key_id,
            secret_access_key: credentials.secret_access_key.expose(),
            session_token: credentials.session_token.as_ref().map(SessionToken::expose),
            expires_at: credentials.expires_at,
            account_id: credentials.account_id.as_ref().map(AccountId::as_str),
        }
    }

    /// Returns the JSON of `credential_process` (version 1) with a newline at the end. Characters beyond ASCII are
    /// escaped.
    pub fn process_json(&self) -> String {
        json("\n  \"Version\": 1,", self)
    }

    /// Returns the members of [`CredentialText::process_json`] as a JSON object without `Version`.
    pub fn json(&self) -> String {
        json("", self)
    }
}

/// Writes the JSON by hand, because a cached `credential-process` prints it and must stay fast.
fn json(head: &str, parts: &CredentialText<'_>) -> String {
    let expiration = parts.expires_at.map(time::format);
    let members = [
        ("AccessKeyId", Some(parts.access_key_id)),
        ("SecretAccessKey", Some(parts.secret_access_key)),
        ("SessionToken", parts.session_token),
        ("Expiration", expiration.as_deref()),
        ("AccountId", parts.account_id),
    ];
    // Room for all members at once: a session token has about a thousand letters and would be copied again.
    let length = members.iter().filter_map(|(_, value)| *value).map(str::len).sum::<usize>();
    let mut text = String::with_capacity(length + 256);
    text.push('{');
    text.push_str(head);
    let mut comma = "";
    for (name, value) in members {
        let Some(value) = value else { continue };
        for piece in [comma, "\n  \"", name, "\": "] {
            text.push_str(piece);
        }
        quote(&mut text, value);
        comma = ",";
    }
    text.push_str("\n}\n");
    text
}
