//! Percent-encodes text by RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except RFC 3986's unreserved ones.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything but `A-Za-z0-9-._~`; a space becomes `%20`.
///
/// ```
/// assert_eq!(daypass_transport::encode_component("a b/ü~"), "a%20b%2F%C3%BC~");
/// ```
pub fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Joins the pairs to a query string without `?`, names and values percent-encoded, in the given order. The result is
/// also a valid `application/x-www-form-urlencoded` body.
///
/// ```
/// let query = daypass_transport::encode_query(&[("role_name", "Read Only"), ("account_id", "111122223333")]);
/// assert_eq!(query, "role_name=Read%20Only&account_id=111122223333");
/// ```
pub fn encode_query(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode_component(name), encode_component(value)))
        .collect();
    pairs.join("&")
}
