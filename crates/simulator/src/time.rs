//! Times of the world: wire time, which is the clock, and world time, which adds the age of issued things.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An instant in wire time and in world time, both since 1970.
///
/// [`World::advance`](crate::World::advance) moves world time alone: everything issued gets older, and signatures,
/// which are checked in wire time, stay valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The time of the `Date` header and of signatures.
    pub(crate) wire: Duration,
    /// The time of lifetimes, never before wire time.
    pub(crate) world: Duration,
}

impl Moment {
    pub(crate) fn new(now: SystemTime, skew_seconds: i64, age: Duration) -> Self {
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let skew = Duration::from_secs(skew_seconds.unsigned_abs());
        let wire = if skew_seconds < 0 { since.saturating_sub(skew) } else { since.saturating_add(skew) };
        Self { wire, world: wire.saturating_add(age) }
    }

    /// Converts world time to wire time, for replies.
    pub(crate) fn on_wire(self, world: Duration) -> Duration {
        world.saturating_sub(self.world.saturating_sub(self.wire))
    }

    /// Returns the world time this many seconds ahead.
    pub(crate) fn after(self, seconds: u64) -> Duration {
        self.world.saturating_add(Duration::from_secs(seconds))
    }
}

/// A calendar date and a time of day, UTC.
struct Civil {
    year: u64,
    month: usize,
    day: u64,
    weekday: usize,
    time: (u64, u64, u64),
}

const MONTHS: [(&str, u64); 12] = [
    ("Jan", 31),
    ("Feb", 28),
    ("Mar", 31),
    ("Apr", 30),
    ("May", 31),
    ("Jun", 30),
    ("Jul", 31),
    ("Aug", 31),
    ("Sep", 30),
    ("Oct", 31),
    ("Nov", 30),
    ("Dec", 31),
];
/// 1970 began on a Thursday.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn month_length(year: u64, month: usize) -> u64 {
    let length = MONTHS.get(month).map_or(31, |(_, length)| *length);
    if month == 1 && is_leap(year) { length + 1 } else { length }
}

fn civil(at: Duration) -> Civil {
    let seconds = at.as_secs();
    let mut day = seconds / 86_400;
    let weekday = usize::try_from(day % 7).unwrap_or(0);
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if day < length {
            break;
        }
        day -= length;
        year += 1;
    }
    let mut month = 0;
    while day >= month_length(year, month) {
        day -= month_length(year, month);
        month += 1;
    }
    let second = seconds % 86_400;
    Civil { year, month, day: day + 1, weekday, time: (second / 3600, second / 60 % 60, second % 60) }
}

/// Writes `Sun, 06 Nov 1994 08:49:37 GMT` for the `Date` header (RFC 9110).
pub(crate) fn http_date(at: Duration) -> String {
    let Civil { year, month, day, weekday, time: (hour, minute, second) } = civil(at);
    let weekday = WEEKDAYS.get(weekday).unwrap_or(&"");
    let month = MONTHS.get(month).map_or("", |(name, _)| *name);
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

/// Writes `1994-11-06T08:49:37Z`, as STS and S3 do.
pub(crate) fn iso(at: Duration) -> String {
    let Civil { year, month, day, time: (hour, minute, second), .. } = civil(at);
    format!("{year}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", month + 1)
}

/// Writes `19941106T084937Z` for `x-amz-date`.
pub(crate) fn compact(at: Duration) -> String {
    iso(at).replace(['-', ':'], "")
}

/// Parses `19941106T084937Z`.
pub(crate) fn parse_compact(text: &str) -> Option<Duration> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let number = |text: &str, from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    if date.len() != 8 || time.len() != 6 {
        return None;
    }
    let (year, month, day) = (number(date, 0, 4)?, number(date, 4, 6)?, number(date, 6, 8)?);
    let month = usize::try_from(month.checked_sub(1)?).ok()?;
    if !(1970..=9999).contains(&year) || month > 11 || !(1..=month_length(year, month)).contains(&day) {
        return None;
    }
    let days: u64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum::<u64>()
        + (0..month).map(|month| month_length(year, month)).sum::<u64>()
        + (day - 1);
    let (hour, minute, second) = (number(time, 0, 2)?, number(time, 2, 4)?, number(time, 4, 6)?);
    Some(Duration::from_secs(days * 86_400 + hour * 3600 + minute * 60 + second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let at = Duration::from_secs(784_111_777);
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(iso(Duration::from_secs(951_827_696)), "2000-02-29T12:34:56Z");
        for second in [0, 784_111_777, 951_827_696, 4_107_542_399, 4_107_542_400] {
            let at = Duration::from_secs(second);
            assert_eq!(parse_compact(&compact(at)), Some(at), "{second}");
        }
        assert_eq!(parse_compact("20230229T000000Z"), None);
        assert_eq!(parse_compact("2023-02-28T00:00:00Z"), None);
    }
}
