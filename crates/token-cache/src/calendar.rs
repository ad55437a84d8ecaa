//! Converts days since 1970-01-01 to Gregorian dates and back. Written here, and not with jiff, because the path of a
//! cached credential needs nothing else of a calendar, and pages of jiff that are never called are never loaded.

/// Returns year, month and day of a number of days since 1970-01-01; days beyond the year 9999 give its last day.
pub(crate) fn date(days: u64) -> (u64, u64, u64) {
    // Years begin in March here, so that the leap day is the last of a year: 719,468 days from 0000-03-01 to
    // 1970-01-01.
    let days = days.min(2_932_896) + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (era * 400 + year + u64::from(month < 3), month, day)
}

/// Returns the number of days from 1970-01-01 to a date; `None` for a date before 1970 and one that does not exist.
pub(crate) fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let (of_year, of_month) =
        if month < 3 { (year.checked_sub(1)?, month + 9) } else { (year, month.checked_sub(3)?) };
    let of_era = of_year % 400;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + (153 * of_month + 2) / 5 + day;
    let days = (of_year / 400 * 146_097 + days).checked_sub(719_469)?;
    (date(days) == (year, month, day)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn every_day_is_that_of_a_calendar() {
        let mut civil = Date::constant(1970, 1, 1);
        for day in 0..=2_932_896 {
            let found = date(day);
            let (year, month) = (civil.year().try_into(), civil.month().try_into());
            assert_eq!(Ok(found), year.and_then(|y| Ok((y, month?, civil.day().try_into()?))), "{day}");
            assert_eq!(days(found.0, found.1, found.2), Some(day));
            civil = civil.tomorrow().unwrap_or(civil);
        }
        assert_eq!(civil, Date::MAX);
    }

    #[test]
    fn a_date_that_does_not_exist_is_none() {
        for (year, month, day) in [
            (1969, 12, 31),
            (2025, 2, 29),
            (2100, 2, 29),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 4, 31),
            (2026, 4, 0),
        ] {
            assert_eq!(days(year, month, day), None, "{year}-{month}-{day}");
        }
        assert_eq!(date(u64::MAX), (9999, 12, 31));
    }
}
