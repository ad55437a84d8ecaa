//! The `Date` header (RFC 9110, section 5.6.7), read to tell how wrong the local clock is.

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

/// Seconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`; the two obsolete forms,
/// which no AWS service sends, are not read.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let mut words = text.split_once(',')?.1.split_ascii_whitespace();
    let day: i64 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = i64::try_from(months.iter().position(|name| *name == month)?).ok()? + 1;
    let year: i64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(str::parse::<i64>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    let in_range = (1..=31).contains(&day)
        && (1..=9999).contains(&year)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    (in_range && words.next() == Some("GMT"))
        .then(|| days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)
}

/// The proleptic Gregorian calendar, counted in years that begin in March so that the leap day is the last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let days_before_month = (153 * ((month + 9) % 12) + 2) / 5;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + days_before_month + day
        - 719_469
}
