//! The Date header against the local clock.

use daypass_transport::{LastSkew, Response, clock_skew, skew_in_words};
use std::time::{Duration, SystemTime};

fn skew(date: &str, now: u64) -> Option<i64> {
    let mut response = Response::default();
    response.headers_mut().insert("date", date.parse().expect("a header value"));
    clock_skew(&response, SystemTime::UNIX_EPOCH + Duration::from_secs(now))
}

#[test]
fn dates_of_the_calendar() {
    for (date, seconds) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
        ("Thu, 31 Dec 2099 23:59:59 GMT", 4_102_444_799),
    ] {
        assert_eq!(skew(date, seconds), Some(0), "{date}");
    }
}

#[test]
fn ahead_and_behind() {
    assert_eq!(skew("Thu, 01 Jan 1970 01:00:00 GMT", 0), Some(3600));
    assert_eq!(skew("Thu, 01 Jan 1970 00:00:00 GMT", 600), Some(-600));
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_secs(5);
    let mut response = Response::default();
    assert_eq!(clock_skew(&response, before_1970), None, "no Date");
    response.headers_mut().insert("date", "Thu, 01 Jan 1970 00:00:00 GMT".parse().expect("a header value"));
    assert_eq!(clock_skew(&response, before_1970), Some(5));
}

#[test]
fn a_skew_in_words() {
    for (seconds, words) in [
        (0, "0 s ahead of AWS's"),
        (1, "1 s behind AWS's"),
        (-1, "1 s ahead of AWS's"),
        (59, "59 s behind AWS's"),
        (-60, "1 m ahead of AWS's"),
        (3599, "59 m behind AWS's"),
        (3600, "1 h 0 m behind AWS's"),
        (-7500, "2 h 5 m ahead of AWS's"),
    ] {
        assert_eq!(skew_in_words(seconds), words);
    }
    let skew = LastSkew::default();
    assert_eq!(skew.beyond(Duration::ZERO), None);
    for (seconds, expected) in
        [(60, None), (-60, None), (61, Some("1 m behind AWS's")), (-61, Some("1 m ahead of AWS's"))]
    {
        skew.learn(seconds);
        assert_eq!(skew.beyond(Duration::from_secs(60)).as_deref(), expected, "{seconds}");
    }
}

#[test]
fn what_is_no_date() {
    for date in [
        "",
        "now",
        "Sun, 06 Nov 1994",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0100",
    ] {
        assert_eq!(skew(date, 0), None, "{date}");
    }
}
