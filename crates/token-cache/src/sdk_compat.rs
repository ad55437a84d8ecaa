//! Recognises token files that some SDK cannot read: the SDKs differ in the times and JSON types that they accept.

use crate::LoginEntry;

/// Whether these bytes are a JSON object with a time or a type that not every SDK reads, or a console sign-in with more text
/// behind it, which daypass alone reads.
pub(crate) fn needs_rewrite(bytes: &[u8]) -> bool {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(bytes) else {
        return LoginEntry::parse(bytes).is_ok();
    };
    if let Some(serde_json::Value::Object(keys)) = members.get("accessToken") {
        return keys.get("expiresAt").is_none_or(|value| !value.as_str().is_some_and(is_plain_time));
    }
    let times = ["expiresAt", "registrationExpiresAt"];
    let texts = ["startUrl", "region", "accessToken", "clientId", "clientSecret", "refreshToken"];
    let odd_time = times
        .iter()
        .any(|key| members.get(*key).is_some_and(|value| !value.as_str().is_some_and(is_plain_time)));
    odd_time || texts.iter().any(|key| members.get(*key).is_some_and(|value| !value.is_string()))
}

/// Whether the text is `YYYY-MM-DDTHH:MM:SSZ`, with or without a fraction after a point.
fn is_plain_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00").and_then(|rest| rest.strip_suffix('Z')) else {
        return false;
    };
    rest.is_empty()
        || rest.strip_prefix('.').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c == '0'))
}
