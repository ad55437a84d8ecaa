//! When a call is repeated, as a table.

use daypass_transport::{Error, ErrorKind, Response, RetryPolicy};
use std::time::Duration;

type Outcome = Result<Response, Error>;

fn reply(status: u16, headers: &[(&'static str, &str)], body: &str) -> Outcome {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    let response = builder.body(body.as_bytes().to_vec());
    response.map_err(|_| Error::new(ErrorKind::Other, "the test is wrong"))
}

fn failure(kind: ErrorKind) -> Outcome {
    Err(Error::new(kind, "x.test"))
}

#[test]
fn what_is_transient() {
    use ErrorKind::{Connect, Dns, Interrupted, InvalidRequest, Other, Proxy, Timeout, Tls, TooLarge};
    let check = |outcome: Outcome, expected: bool| {
        assert_eq!(RetryPolicy::default().next(1, &outcome, 0.5).is_some(), expected, "{outcome:?}");
    };
    for status in [500, 502, 503, 504, 429] {
        check(reply(status, &[], ""), true);
    }
    for status in [200, 204, 301, 400, 401, 403, 404, 501, 505] {
        check(reply(status, &[], ""), false);
    }
    for code in
        ["ThrottlingException", "TooManyRequestsException", "Throttling", "RequestTimeout", "SlowDown"]
    {
        check(reply(400, &[("x-amzn-errortype", code)], ""), true);
        check(reply(400, &[], &format!(r#"{{"__type":"x#{code}"}}"#)), true);
        check(
            reply(400, &[], &format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>")),
            true,
        );
        check(reply(200, &[("x-amzn-errortype", code)], ""), false);
    }
    // T07-02, T07-05: outside of the device grant, whose polls no policy repeats, it is throttling.
    check(reply(400, &[("x-amzn-errortype", "SlowDownException")], r#"{"error":"slow_down"}"#), true);
    for (kind, expected) in [
        (Dns, true),
        (Connect, true),
        (Proxy, true),
        (Timeout, true),
        (Interrupted, true),
        (Tls, false),
        (TooLarge, false),
        (InvalidRequest, false),
        (Other, false),
    ] {
        check(failure(kind), expected);
    }
}

#[test]
fn how_long_to_wait() {
    let policy = RetryPolicy::default().with_max_attempts(100);
    let check = |attempt, random, expected: f64| {
        let wait = policy.next(attempt, &reply(503, &[], ""), random).expect("a wait");
        assert_eq!(wait, Duration::from_secs_f64(expected), "attempt {attempt}, {random}");
    };
    check(1, 0.0, 0.0);
    check(1, 0.5, 0.5);
    check(2, 0.5, 1.0);
    check(5, 0.75, 12.0);
    check(6, 0.75, 15.0);
    check(99, 0.5, 10.0);
    check(1, f64::INFINITY, 1.0);
    assert_eq!(policy.next(1, &reply(503, &[], ""), -1.0), Some(Duration::ZERO));
}

#[test]
fn what_the_server_asks_for() {
    let check = |headers: &[(&'static str, &str)], expected: Option<u64>| {
        let wait = RetryPolicy::default().next(1, &reply(429, headers, ""), 0.0);
        assert_eq!(wait, expected.map(Duration::from_millis), "{headers:?}");
    };
    check(&[("retry-after", "7")], Some(7000));
    check(&[("retry-after", " 7 ")], Some(7000));
    check(&[("x-amz-retry-after", "250"), ("retry-after", "7")], Some(250));
    check(&[("retry-after", "soon")], Some(0));
    check(&[("retry-after", "-1")], Some(0));
    let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    check(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"), now], Some(30_000));
    check(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"), now], Some(0));
    check(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(0));
    // More than a minute is not waited for.
    check(&[("retry-after", "60")], Some(60_000));
    check(&[("retry-after", "61")], None);
    check(&[("retry-after", "3600")], None);
    check(&[("retry-after", "18446744073709551615")], None);
}

#[test]
fn how_often() {
    let broken = || reply(500, &[], "");
    assert!(RetryPolicy::default().next(2, &broken(), 0.5).is_some());
    assert_eq!(RetryPolicy::default().next(3, &broken(), 0.5), None);
    assert_eq!(RetryPolicy::never().next(1, &broken(), 0.5), None);
    for (code, is_repeated) in [("ThrottlingException", true), ("ValidationException", false)] {
        let refused = reply(400, &[("x-amzn-errortype", code)], "");
        assert_eq!(RetryPolicy::default().next(1, &refused, 0.5).is_some(), is_repeated, "{code}");
    }
}
