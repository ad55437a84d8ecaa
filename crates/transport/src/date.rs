//! HTTP dates (RFC 9110, section 5.6.7), read to tell how wrong the local clock is and how long to wait.

use crate::Response;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

/// How far the server's clock is ahead of `now`, in whole seconds; negative when it is behind. `None` where
/// the reply has no readable `Date`. Off by up to a second, and by the time that the reply took.
pub fn clock_skew(response: &Response, now: SystemTime) -> Option<i64> {
    let server = parse(response.headers().get(http::header::DATE)?.to_str().ok()?)?;
    let local = match now.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).ok()?,
        Err(before) => i64::try_from(before.duration().as_secs()).ok()?.checked_neg()?,
    };
    server.checked_sub(local)
}

/// The clock skew that the last answer told, for the report of a failure: a wrong clock explains much of what AWS refuses.
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
    /// Takes note of what an answer told: seconds, as [`clock_skew`] counts them.
    pub fn learn(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// Describes a skew of more than this; slow answers and coarse headers make a few seconds.
    pub fn beyond(&self, tolerance: Duration) -> Option<String> {
        let seconds = self.0.load(Ordering::Relaxed);
        (seconds.unsigned_abs() > tolerance.as_secs()).then(|| skew_in_words(seconds))
    }
}

/// Where the local clock is by a skew in seconds, for example `2 h 5 m behind AWS's`.
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

/// Seconds since 1970 of a date in any of the three forms that HTTP has had.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    i64::try_from(date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()
}
