//! Reads the JSON in which programs, containers and instances give credentials.

use daypass_sso_types::{AccountId, Credentials, SecretAccessKey, SessionToken};
use daypass_token_cache::time;
use daypass_transport::{Malformed, Members};
use std::time::SystemTime;

/// Reads credentials; `token` is the name of the member with the session token. Those that have expired at `now` are an error.
pub(crate) fn credentials(
    members: &mut Members,
    token: &str,
    now: SystemTime,
) -> Result<Credentials, Malformed> {
    let access_key_id = members.opaque("AccessKeyId")?;
    let secret_access_key = SecretAccessKey::new(members.opaque("SecretAccessKey")?);
    let session_token = members.optional_opaque(token)?.map(SessionToken::new);
    let expires_at = match members.optional_text("Expiration")? {
        Some(text) => {
            Some(time::parse(&text).ok_or_else(|| Malformed::new("its member Expiration is not a time"))?)
        }
        None => None,
    };
    if expires_at.is_some_and(|end| end <= now) {
        return Err(Malformed::new("the credentials have expired already"));
    }
    let account_id = members.optional_text("AccountId")?.and_then(|id| AccountId::new(id).ok());
    Ok(Credentials { access_key_id, secret_access_key, session_token, expires_at, account_id })
}
