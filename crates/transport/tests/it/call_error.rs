//! What counts as a service's verdict, and what every other answer is called.

use daypass_transport::{
    CallError, CallErrorKind, CallFailure, Error, ErrorKind, Malformed, Response, ServiceError,
};
use std::{
    error::Error as _,
    time::{Duration, SystemTime},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Network,
    Malformed,
    Throttled,
    Unavailable,
    Unexpected,
    Known,
}

impl CallErrorKind for Kind {
    const SERVICE: &'static str = "the test";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Throttled;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    fn of(error: &ServiceError) -> Option<Self> {
        let code = error.code.as_deref().or(error.oauth_error.as_deref());
        (code == Some("Known")).then_some(Self::Known)
    }
}

fn reply(status: u16, code: &str, body: &str) -> Response {
    let reply = http::Response::builder().status(status).header("x-amzn-errortype", code);
    reply.body(body.as_bytes().to_vec()).expect("a response")
}

/// The status, AWS's code in a header, the body; what it is, and in words.
type Row = (u16, &'static str, &'static str, (Kind, CallFailure, bool), &'static str);

#[test]
fn only_the_service_itself_refuses() {
    use CallFailure::{Busy, Refused, Unusable};
    const OAUTH: &str = r#"{"error":"Known"}"#;
    const REDIRECT: &str = "did not answer: a redirect (HTTP 302); is there a captive portal or a proxy?";
    const PAGE: &str = "did not answer: a web page instead of an AWS reply (HTTP 403); is there a captive portal or a proxy?";
    let none = |status: u16| {
        format!(
            "did not answer: HTTP {status} without an AWS error; is there a proxy, or is the address wrong?"
        )
    };
    let rows: &[Row] = &[
        (400, "Known", "", (Kind::Known, Refused, false), "refused: Known (HTTP 400)"),
        (429, "Known", "", (Kind::Known, Refused, false), "refused: Known (HTTP 429)"),
        (500, "Known", "", (Kind::Known, Refused, false), "refused: Known (HTTP 500)"),
        (400, "Other", "", (Kind::Unexpected, Refused, false), "refused: Other (HTTP 400)"),
        (429, "Other", "", (Kind::Throttled, Busy, false), "is busy: Other (HTTP 429)"),
        (500, "Other", "", (Kind::Unavailable, Busy, false), "is busy: Other (HTTP 500)"),
        (429, "", "", (Kind::Throttled, Busy, false), "is busy: HTTP 429"),
        (500, "", "", (Kind::Unavailable, Busy, false), "is busy: HTTP 500"),
        (503, "", "", (Kind::Unavailable, Busy, false), "is busy: HTTP 503"),
        (400, "", OAUTH, (Kind::Known, Refused, false), "refused: Known (HTTP 400)"),
        (401, "", OAUTH, (Kind::Known, Refused, false), "refused: Known (HTTP 401)"),
        (403, "", OAUTH, (Kind::Malformed, Unusable, true), ""),
        (404, "", "", (Kind::Malformed, Unusable, true), ""),
        (400, "", "", (Kind::Malformed, Unusable, true), ""),
        (407, "-1", "", (Kind::Malformed, Unusable, true), ""),
        (302, "", "", (Kind::Malformed, Unusable, true), REDIRECT),
        (302, "Known", "", (Kind::Malformed, Unusable, true), REDIRECT),
        (403, "", "<html>", (Kind::Malformed, Unusable, true), PAGE),
        (403, "Known", "<html>", (Kind::Malformed, Unusable, true), PAGE),
    ];
    for (status, code, body, expected, words) in rows {
        let reply = reply(*status, code, body);
        let error = CallError::<Kind>::from_response(&reply);
        assert_eq!(
            (error.kind(), error.failure(), error.is_foreign()),
            *expected,
            "{status} {code:?} {body}"
        );
        let words = if words.is_empty() { none(*status) } else { (*words).to_owned() };
        assert_eq!(error.to_string(), format!("the test {words}"));
        assert_eq!(error.service_error(), Some(&ServiceError::read(&reply)));
        assert!(error.transport_error().is_none() && error.source().is_none());
        let is_verdict = !(expected.2 || code.is_empty() && body.is_empty());
        assert_eq!(ServiceError::read(&reply).is_from_aws(), is_verdict, "{status} {code:?} {body}");
    }
}

#[test]
fn what_is_no_reply_is_called_so() {
    let error: CallError<Kind> = Error::new(ErrorKind::Timeout, "x.test").into();
    assert_eq!((error.kind(), error.failure()), (Kind::Network, CallFailure::NotReached));
    assert_eq!((error.to_string().as_str(), error.is_foreign()), ("the test could not be reached", false));
    assert_eq!(error.transport_error().map(Error::kind), Some(ErrorKind::Timeout));
    assert!(error.service_error().is_none());
    assert!(error.source().is_some_and(|source| source.to_string().contains("x.test")));

    for (what, is_foreign) in [(Malformed::new("empty"), false), (Malformed::web_page(), true)] {
        let words = format!("the test's reply is not usable: {what}");
        let error = CallError::<Kind>::from(what);
        assert_eq!((error.kind(), error.failure()), (Kind::Malformed, CallFailure::Unusable));
        assert_eq!((error.to_string(), error.is_foreign()), (words, is_foreign));
        assert!(error.service_error().is_none());
    }

    let error = CallError::local(Kind::Unexpected, "no such thing");
    assert_eq!((error.kind(), error.failure()), (Kind::Unexpected, CallFailure::NotSent));
    assert_eq!((error.to_string().as_str(), error.is_foreign()), ("no such thing", false));
    assert!(error.source().is_none());
}

#[test]
fn a_failure_names_the_service() {
    for (failure, words) in [
        (CallFailure::NotSent, "the portal was not asked"),
        (CallFailure::NotReached, "the portal cannot be reached"),
        (CallFailure::Unusable, "what answers for the portal cannot be used"),
        (CallFailure::Busy, "the portal does not serve this request now"),
        (CallFailure::Refused, "the portal refuses this request"),
    ] {
        assert_eq!(failure.of("the portal"), words);
    }
    let replied = |status, code| CallError::<Kind>::from_response(&reply(status, code, ""));
    for (error, words) in [
        (CallError::local(Kind::Unexpected, "no such thing"), None),
        (replied(400, "Known"), None),
        (replied(429, "Other"), Some("the portal asks to slow down")),
        (replied(500, "Other"), Some("the portal does not serve this request now")),
        (replied(404, ""), Some("what answers for the portal cannot be used")),
        (Error::new(ErrorKind::Dns, "x.test").into(), Some("the portal cannot be reached")),
    ] {
        assert_eq!(error.no_answer("the portal").as_deref(), words);
    }
}

#[test]
fn what_the_reply_says_of_time() {
    let bare = reply(429, "", "");
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let error = CallError::<Kind>::from_response(&bare).with_clock(&bare, at(0));
    assert_eq!((error.retry_after(), error.clock_skew()), (None, None));
    let mut told = bare;
    told.headers_mut().insert("retry-after", http::HeaderValue::from_static("7"));
    told.headers_mut().insert("date", http::HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
    assert_eq!(CallError::<Kind>::from_response(&told).clock_skew(), None, "nobody asked");
    let error = CallError::<Kind>::from_response(&told).with_clock(&told, at(784_111_777 - 600));
    assert_eq!((error.retry_after(), error.clock_skew()), (Some(Duration::from_secs(7)), Some(600)));
}

#[test]
fn busy_is_two_kinds() {
    for kind in
        [Kind::Network, Kind::Malformed, Kind::Throttled, Kind::Unavailable, Kind::Unexpected, Kind::Known]
    {
        assert_eq!(kind.is_busy(), matches!(kind, Kind::Throttled | Kind::Unavailable), "{kind:?}");
    }
}
