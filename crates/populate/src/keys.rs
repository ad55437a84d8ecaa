//! Checks the keys that a person gives to new profiles.

use crate::MARKER;

/// Keys that new profiles may not be given, besides those that begin with `sso_` or `aws_`: they set the source of
/// credentials, which populate sets itself.
const SOURCES: [&str; 7] = [
    MARKER,
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "web_identity_token_file",
];

/// Parses a key for new profiles, such as `output = json`.
///
/// # Errors
/// Why it cannot be given to new profiles; see [`refused_key`].
///
/// ```
/// use daypass_populate::parse_key;
/// assert_eq!(parse_key("Output = json"), Ok(("output".to_owned(), "json".to_owned())));
/// assert_eq!(parse_key("output"), Err("it is not KEY=VALUE"));
/// ```
pub fn parse_key(pair: &str) -> Result<(String, String), &'static str> {
    let (key, value) = pair.split_once('=').ok_or("it is not KEY=VALUE")?;
    let (key, value) = (key.trim().to_ascii_lowercase(), value.trim().to_owned());
    refused_key(&key, &value).map_or(Ok((key, value)), Err)
}

/// Returns why a key with this value cannot be given to new profiles; `None` if it can.
///
/// ```
/// use daypass_populate::refused_key;
/// assert_eq!(refused_key("output", "json"), None);
/// assert!(refused_key("role_arn", "arn:aws:iam::111122223333:role/R").is_some());
/// ```
pub fn refused_key(key: &str, value: &str) -> Option<&'static str> {
    if key == "region" {
        return Some("set regions with --region, or `regions` in the settings");
    }
    if key.starts_with("sso_") || key.starts_with("aws_") || SOURCES.contains(&key) {
        return Some("the key sets the source of the credentials, which populate sets itself");
    }
    if key.is_empty() || key.contains(|c: char| c.is_whitespace() || c.is_control() || "=[]#;".contains(c)) {
        return Some("this is not a valid name of a key");
    }
    if value.contains(char::is_control) {
        return Some("a value must be one line without control characters");
    }
    value.is_empty().then_some("some SDKs ignore a key without a value (to use no pager, set cli_pager=cat)")
}
