//! Keys that stand in a config file.

use daypass_config_parse::{FileKind, Profile};
use daypass_sso_types::{AccountId, Credentials, SecretAccessKey, SessionToken};

/// Reads the keys of a profile; `None` if it has none.
///
/// # Errors
/// The name of the key that is missing beside the other one.
pub fn static_keys(profile: &Profile<'_>) -> Result<Option<Credentials>, &'static str> {
    match (profile.text("aws_access_key_id"), profile.text("aws_secret_access_key")) {
        (Some(id), Some(secret)) => Ok(Some(Credentials {
            access_key_id: id.to_owned(),
            secret_access_key: SecretAccessKey::new(secret),
            session_token: profile.text("aws_session_token").map(SessionToken::new),
            expires_at: None,
            account_id: profile.text("aws_account_id").and_then(|id| AccountId::new(id).ok()),
        })),
        (None, None) => Ok(None),
        (None, _) => Err("aws_access_key_id"),
        (_, None) => Err("aws_secret_access_key"),
    }
}

/// Whether a profile has keys in the credentials file, which win over a console sign-in; those in the config file do not.
pub fn has_keys_in_credentials_file(profile: &Profile<'_>) -> bool {
    let origin = profile.origin("aws_access_key_id");
    origin.is_some_and(|origin| origin.file == FileKind::Credentials)
}
