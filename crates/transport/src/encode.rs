//! Percent-encoding by RFC 3986: only the unreserved characters stay as they are.

use std::fmt::Write as _;

/// Percent-encodes everything but `A-Za-z0-9-._~`; a space becomes `%20`.
///
/// ```
/// assert_eq!(daypass_transport::encode_component("a b/ü~"), "a%20b%2F%C3%BC~");
/// ```
pub fn encode_component(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    encoded
}

/// The pairs as a query string without `?`, names and values percent-encoded, in the order given.
/// It is also a valid `application/x-www-form-urlencoded` body.
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
