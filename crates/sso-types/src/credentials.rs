//! AWS credentials with their expiry and account.

use crate::{AccountId, SecretAccessKey, SessionToken};
use std::time::SystemTime;

/// A set of AWS credentials: of a role, with session token and expiry, or static keys without them.
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
    /// `SessionToken`; static keys have none.
    pub session_token: Option<SessionToken>,
    /// `Expiration`; static keys have none. Files and outputs hold whole seconds.
    pub expires_at: Option<SystemTime>,
    /// The account of the credentials, if it is known.
    pub account_id: Option<AccountId>,
}
