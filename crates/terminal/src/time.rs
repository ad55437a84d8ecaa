//! Formats times and durations for people, and parses durations.

use jiff::{Timestamp, tz::TimeZone};
use std::time::{Duration, SystemTime};

/// Formats a time: `18:32` today, `Fri 18:32` within a week, else `20 Feb 2027`.
pub fn clock(time: SystemTime, now: SystemTime, zone: &TimeZone) -> String {
    let (Ok(time), Ok(now)) = (Timestamp::try_from(time), Timestamp::try_from(now)) else {
        return "a distant day".to_owned();
    };
    let (time, now) = (time.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let days = (time.date() - now.date()).get_days();
    let form = match days {
        0 => "%H:%M",
        -6..=6 => "%a %H:%M",
        _ => "%-d %b %Y",
    };
    time.strftime(form).to_string()
}

/// Formats a duration: `8 h`, `6 h 12 m`, `41 m`, `50 s`, `3 d`.
pub fn span(time: Duration) -> String {
    let (minutes, seconds) = (time.as_secs() / 60, time.as_secs() % 60);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} m"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} m"),
        (days, ..) => format!("{days} d"),
    }
}

/// Returns the time left until `until`; `None` once it has passed.
pub fn left(until: SystemTime, now: SystemTime) -> Option<Duration> {
    until.duration_since(now).ok().filter(|left| !left.is_zero())
}

/// Formats a time relative to now: `in 41 m` or `2 d ago`.
pub fn relative(time: SystemTime, now: SystemTime) -> String {
    match time.duration_since(now) {
        Ok(left) => format!("in {}", span(left)),
        Err(past) => format!("{} ago", span(past.duration())),
    }
}

/// Parses `90s`, `30m`, `8h`, `1d` or plain seconds, for flags such as `--min-ttl`.
///
/// # Errors
/// Returns what a duration looks like.
pub fn parse_span(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = text.strip_prefix(digits).unwrap_or_default().trim();
    let scale = match unit {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err("a length of time such as 90s, 30m, 8h or 1d".to_owned()),
    };
    let seconds = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(scale));
    seconds.map(Duration::from_secs).ok_or_else(|| "a length of time such as 90s, 30m, 8h or 1d".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    #[test]
    fn times_and_durations_are_formatted() {
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        for (seconds, expected) in [(3_600, "09:00"), (86_400, "Sat 08:00"), (86_400 * 40, "24 Feb 2027")] {
            assert_eq!(clock(now + Duration::from_secs(seconds), now, &TimeZone::UTC), expected);
        }
        for (seconds, expected) in
            [(50, "50 s"), (2_460, "41 m"), (28_800, "8 h"), (22_320, "6 h 12 m"), (200_000, "2 d")]
        {
            assert_eq!(span(Duration::from_secs(seconds)), expected);
        }
    }

    #[test]
    fn durations_are_parsed() {
        for (text, expected) in
            [("90", Some(90)), ("30m", Some(1_800)), ("8 h", Some(28_800)), ("soon", None), ("", None)]
        {
            assert_eq!(parse_span(text).ok(), expected.map(Duration::from_secs), "{text}");
        }
    }
}
