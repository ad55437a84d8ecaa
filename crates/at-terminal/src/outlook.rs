//! How long a sign-in lasts, in a sentence.

use daypass_credentials::Session;
use daypass_sso_types::Credentials;
use daypass_terminal::time;
use daypass_token_cache::Token;
use jiff::tz::TimeZone;
use std::time::SystemTime;

/// Says how long a token is valid, and until when it is renewed, without a full stop; times are in `zone`.
pub fn outlook(token: &Token, session: &Session, now: SystemTime, zone: &TimeZone) -> String {
    let left = time::left(token.expires_at, now).unwrap_or_default();
    let until = format!("Token until {} ({})", time::clock(token.expires_at, now, zone), time::span(left));
    match token.registration_expires_at() {
        Some(end) if session.renews() && token.is_renewable(now) => {
            format!("{until}, renews by itself until {}", time::clock(end, now, zone))
        }
        _ => format!("{until}, then a new sign-in is needed"),
    }
}

/// Says how long the keys of a console sign-in are good, and what comes then, without a full stop; times are in `zone`.
pub fn keys_outlook(keys: &Credentials, now: SystemTime, zone: &TimeZone) -> String {
    match keys.expires_at {
        Some(end) => format!("Keys until {}, renewed for up to 12 hours", time::clock(end, now, zone)),
        None => "Its keys have no end".to_owned(),
    }
}
