//! Reads the times of cache files in every spelling that AWS tools write, and writes the one that all SDKs read.

use crate::calendar;
use jiff::{
    civil::{Date, DateTime, Time},
    fmt::rfc2822,
    tz::{Offset, TimeZone},
};
use std::time::{Duration, SystemTime};

/// The seconds of a day.
const DAY_SECONDS: u64 = 86_400;
/// The last second that jiff can show in every time zone, since the epoch: 9999-12-30T22:00:00Z.
const LAST_SECOND: u64 = 253_402_207_200;

/// Formats a time as `YYYY-MM-DDTHH:MM:SSZ`, the only spelling that every SDK reads. Fractions of a second are cut off.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// assert_eq!(daypass_token_cache::time::format(UNIX_EPOCH + Duration::from_millis(1_795_402_559_900)),
///            "2026-11-23T02:55:59Z");
/// ```
pub fn format(time: SystemTime) -> String {
    let mut text = civil(time);
    text.push('Z');
    text
}

/// Formats a time as `YYYY-MM-DDTHH:MM:SS+00:00`, as the AWS CLI writes it for assumed roles.
pub(crate) fn format_with_offset(time: SystemTime) -> String {
    let mut text = civil(time);
    text.push_str("+00:00");
    text
}

/// Parses a time in any spelling that an AWS tool reads: `Z`, `z`, `UTC`, `GMT` with or without a space, offsets with
/// and without a colon, fractions after a point or a comma, `T`, `t` or a space in the middle, compact digits, no
/// seconds, a date only, RFC 1123, spaces around. No zone means UTC. `None` for everything else, such as epoch numbers,
/// unknown zone names and years beyond 9999.
///
/// ```
/// use daypass_token_cache::time::parse;
/// assert_eq!(parse("2026-11-23T02:55:59UTC"), parse("20261122T215559-0500"));
/// assert_eq!(parse("soon"), None);
/// ```
pub fn parse(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    canonical(text.as_bytes()).or_else(|| iso(text)).or_else(|| {
        rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok().map(SystemTime::from)
    })
}

/// Parses `YYYY-MM-DDTHH:MM:SSZ` without the general parser, for the hot path of a cached credential.
fn canonical(text: &[u8]) -> Option<SystemTime> {
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, b'Z'] =
        text
    else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits
            .iter()
            .try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u64::from(**digit - b'0')))
    };
    let days = calendar::days(number(&[y1, y2, y3, y4])?, number(&[mo1, mo2])?, number(&[d1, d2])?)?;
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[mi1, mi2])?, number(&[s1, s2])?);
    let of_day = (hour < 24 && minute < 60 && second < 60).then_some((hour * 60 + minute) * 60 + second)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(days * DAY_SECONDS + of_day))
}

fn iso(text: &str) -> Option<SystemTime> {
    let (date, rest) = date(text)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
    if rest.is_empty() {
        return at(date.to_datetime(Time::midnight()), 0);
    }
    let (time, zone) = clock(rest)?;
    at(date.to_datetime(time), offset(zone.trim_start())?)
}

/// Parses `YYYY-MM-DD` or `YYYYMMDD` at the start, and returns the rest.
fn date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = digits(text, 4)?;
    let dashed = rest.strip_prefix('-');
    let (month, rest) = digits(dashed.unwrap_or(rest), 2)?;
    let rest = if dashed.is_some() { rest.strip_prefix('-')? } else { rest };
    let (day, rest) = digits(rest, 2)?;
    Some((
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?,
        rest,
    ))
}

/// Parses `HH:MM`, `HH:MM:SS` or `HHMMSS` at the start, with a fraction or without, and returns the rest.
fn clock(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2)?;
    let (second, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2).unwrap_or((0, rest));
    let (nanos, rest) = match rest.strip_prefix(['.', ',']) {
        None => (0, rest),
        Some(rest) => fraction(rest)?,
    };
    // A leap second counts as the last second of its minute: `SystemTime` has no leap seconds.
    let second = i8::try_from(second.min(59)).ok()?;
    Some((Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, second, nanos).ok()?, rest))
}

fn fraction(text: &str) -> Option<(i32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(length).filter(|_| length > 0)?;
    let nanos: String = digits.chars().chain("000000000".chars()).take(9).collect();
    Some((nanos.parse().ok()?, rest))
}

/// Parses a zone as seconds east of UTC.
fn offset(zone: &str) -> Option<i32> {
    if zone.is_empty() || ["Z", "UTC", "GMT"].iter().any(|name| zone.eq_ignore_ascii_case(name)) {
        return Some(0);
    }
    let (sign, rest) = match zone.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, zone.strip_prefix('+')?),
    };
    let (hours, rest) = digits(rest, 2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (minutes, rest) = if rest.is_empty() { (0, rest) } else { digits(rest, 2)? };
    (rest.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn digits(text: &str, count: usize) -> Option<(i32, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some((number, rest))
}

fn at(civil: DateTime, offset: i32) -> Option<SystemTime> {
    let zone = TimeZone::fixed(Offset::from_seconds(offset).ok()?);
    zone.to_timestamp(civil).ok().map(SystemTime::from)
}

fn civil(time: SystemTime) -> String {
    let seconds =
        time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |after| after.as_secs()).min(LAST_SECOND);
    let ((year, month, day), of_day) = (calendar::date(seconds / DAY_SECONDS), seconds % DAY_SECONDS);
    let mut text = String::with_capacity(32);
    let mut put = |number: u64, before: &str| {
        text.push_str(before);
        let digit = |number: u64| u32::try_from(number % 10).ok().and_then(|n| char::from_digit(n, 10));
        text.extend([digit(number / 10), digit(number)].into_iter().flatten());
    };
    put(year / 100, "");
    put(year, "");
    put(month, "-");
    put(day, "-");
    put(of_day / 3600, "T");
    put(of_day / 60 % 60, ":");
    put(of_day % 60, ":");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quick parser and the general one return the same time.
    #[test]
    fn the_usual_spelling_is_read_without_the_general_reader() {
        for text in
            ["1970-01-01T00:00:00Z", "2026-11-23T02:55:59Z", "2028-02-29T23:59:58Z", "9998-12-31T10:20:30Z"]
        {
            let quick = canonical(text.as_bytes());
            assert!(quick.is_some() && quick == iso(text), "{text}: {quick:?}");
        }
        for text in [
            "2026-11-23T24:00:00Z",
            "2026-11-23T23:60:00Z",
            "2026-11-23T23:59:60Z",
            "2026-02-30T00:00:00Z",
            "2026-1x-23T00:00:00Z",
            "",
        ] {
            assert_eq!(canonical(text.as_bytes()), None, "{text}");
        }
    }
}
