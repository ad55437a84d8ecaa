//! Reads HTTP dates (RFC 9110, section 5.6.7), for the skew of the local clock and for `Retry-After`.

use crate::Response;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

/// Returns how far the server's clock is ahead of `now`, in whole seconds, negative if it is behind; `None` if the
/// reply has no valid `Date`. The error is up to a second, plus the time that the reply took.
pub fn clock_skew(response: &Response, now: SystemTime) -> Option<i64> {
    let server = parse(response.headers().get(http::header::DATE)?.to_str().ok()?)?;
    let local = match now.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).ok()?,
        Err(before) => i64::try_from(before.duration().as_secs()).ok()?.checked_neg()?,
    };
    server.checked_sub(local)
}

/// The clock skew of the last reply, for error messages: AWS refuses many requests because of a wrong clock.
///
/// ```
/// use daypass_transport::LastSkew;
/// use std::time::Duration;
///
/// let (skew, minute) = (LastSkew::default(), Duration::from_secs(60));
/// assert_eq!(skew.beyond(minute), None);
/// skew.learn(-900);
/// assert_eq!(skew.beyond(minute).as_deref(), Some("15 m ahead of AWS's"));
/// ```
#[derive(Debug, Default)]
pub struct LastSkew(AtomicI64);

impl LastSkew {
    /// Stores the skew of a reply, in seconds as [`clock_skew`] returns them.
    pub fn learn(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// Describes the skew, if it exceeds `tolerance`. Slow replies and whole seconds in headers make up to a few seconds.
    pub fn beyond(&self, tolerance: Duration) -> Option<String> {
        let seconds = self.0.load(Ordering::Relaxed);
        (seconds.unsigned_abs() > tolerance.as_secs()).then(|| skew_in_words(seconds))
    }
}

/// Describes the local clock by a skew in seconds, for example `2 h 5 m behind AWS's`.
pub fn skew_in_words(seconds: i64) -> String {
    let place = if seconds > 0 { "behind" } else { "ahead of" };
    let size = seconds.unsigned_abs();
    let by = match (size / 3600, size / 60 % 60) {
        (0, 0) => format!("{size} s"),
        (0, minutes) => format!("{minutes} m"),
        (hours, minutes) => format!("{hours} h {minutes} m"),
    };
    format!("{by} {place} AWS's")
}

/// Parses a date in any of the three forms of HTTP, as seconds since 1970.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    i64::try_from(date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()
}
