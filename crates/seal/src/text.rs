//! Bytes as text: base64url without padding (RFC 4648, section 5).

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes base64url; `None` for any other text, also for one whose last letter has bits to spare: one sealing has one text.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}
