//! Which keys a person may give to new profiles.

use crate::MARKER;

/// Keys that new profiles may not be given, besides those that begin with `sso_` or `aws_`: they say where
/// credentials come from, and a profile has one answer to that.
const SOURCES: [&str; 7] = [
    MARKER,
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "web_identity_token_file",
];

/// Why a key with this value cannot be given to new profiles; `None` if it can.
///
/// ```
/// use daypass_populate::refused_key;
/// assert_eq!(refused_key("output", "json"), None);
/// assert!(refused_key("role_arn", "arn:aws:iam::111122223333:role/R").is_some());
/// ```
pub fn refused_key(key: &str, value: &str) -> Option<&'static str> {
    if key == "region" {
        return Some("regions are given with --region, or `regions` in the settings");
    }
    if key.starts_with("sso_") || key.starts_with("aws_") || SOURCES.contains(&key) {
        return Some("that key says where credentials come from, which is what populate decides");
    }
    if key.is_empty() || key.contains(|c: char| c.is_whitespace() || c.is_control() || "=[]#;".contains(c)) {
        return Some("that is no name for a key");
    }
    if value.contains(char::is_control) {
        return Some("a value is one line");
    }
    value.is_empty().then_some("not every SDK sees a key without a value (for no pager say cli_pager=cat)")
}
