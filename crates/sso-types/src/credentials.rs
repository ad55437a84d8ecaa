//! AWS credentials as daypass hands them on.

use crate::{AccountId, SecretAccessKey, SessionToken};
use std::time::SystemTime;

/// A set of AWS credentials: those of a role, with token and expiry, or static keys without.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the five members of every AWS credential format; built by many"
)]
pub struct Credentials {
    /// `AccessKeyId`: names the key; not secret.
    pub access_key_id: String,
    /// `SecretAccessKey`.
    pub secret_access_key: SecretAccessKey,
    /// `SessionToken`; absent from static keys.
    pub session_token: Option<SessionToken>,
    /// When they end; absent from static keys. Whole seconds in every file and output.
    pub expires_at: Option<SystemTime>,
    /// The account they belong to, where it is known.
    pub account_id: Option<AccountId>,
}
