//! HTTP dates (RFC 9110, section 5.6.7), read to tell how wrong the local clock is and how long to wait.

use crate::Response;
use std::time::SystemTime;

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

/// Seconds since 1970 of a date in any of the three forms that HTTP has had.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text).ok()?;
    i64::try_from(date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs()).ok()
}
