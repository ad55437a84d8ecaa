//! Credentials as text: the JSON of `credential_process`.
//!
//! What these functions give out holds the secret key and the session token, in strings that anybody can print.

use crate::{json::quote, time};
use daypass_sso_types::{AccountId, Credentials, SessionToken};
use std::{fmt, time::SystemTime};

/// The members of the JSON forms, borrowed: a cache hit has them in the bytes of a file.
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
    /// `SessionToken`, which static keys have not.
    pub session_token: Option<&'a str>,
    /// `Expiration`, written as `YYYY-MM-DDTHH:MM:SSZ`, which every SDK reads; the AWS CLI writes `+00:00`.
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
    /// Those of credentials.
    pub fn of(credentials: &'a Credentials) -> Self {
        Self {
            access_key_id: &credentials.access_key_id,
            secret_access_key: credentials.secret_access_key.expose(),
            session_token: credentials.session_token.as_ref().map(SessionToken::expose),
            expires_at: credentials.expires_at,
            account_id: credentials.account_id.as_ref().map(AccountId::as_str),
        }
    }

    /// The JSON of `credential_process` (version 1), ended by a newline, in ASCII: what is beyond is escaped.
    pub fn process_json(&self) -> String {
        json("\n  \"Version\": 1,", self)
    }

    /// The same members without a version.
    pub fn json(&self) -> String {
        json("", self)
    }
}

/// Written by hand: this is what a cached `credential-process` prints, and five members need no serialiser.
fn json(head: &str, parts: &CredentialText<'_>) -> String {
    let expiration = parts.expires_at.map(time::format);
    let members = [
        ("AccessKeyId", Some(parts.access_key_id)),
        ("SecretAccessKey", Some(parts.secret_access_key)),
        ("SessionToken", parts.session_token),
        ("Expiration", expiration.as_deref()),
        ("AccountId", parts.account_id),
    ];
    // Session tokens have about a thousand letters; room for all, so that nothing is copied twice.
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
