//! How long a sign-in lasts, in a sentence.

use daypass_credentials::Session;
use daypass_terminal::time;
use daypass_token_cache::Token;
use jiff::tz::TimeZone;
use std::time::SystemTime;

/// Says how long a token is valid, and until when it is renewed, without a full stop; times are in `zone`.
pub fn outlook(token: &Token, session: &Session, now: SystemTime, zone: &TimeZone) -> String {
    let left = time::left(token.expires_at, now).unwrap_or_default();
    let until = format!("Token until {} ({})", time::clock(token.expires_at, now, zone), time::span(left));
    match token.client.as_ref().and_then(|client| client.expires_at) {
        Some(end) if session.renews() && token.is_renewable(now) => {
            format!("{until}, renews by itself until {}", time::clock(end, now, zone))
        }
        _ => format!("{until}, then a new sign-in is needed"),
    }
}
