//! Reading what AWS services say when they refuse.

use daypass_transport::{Response, ServiceError};

fn reply(status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Response {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body.to_vec()).expect("a response")
}

#[test]
fn where_the_code_is_found() {
    let check = |header: Option<&str>, body: &str, expected: Option<&str>| {
        let headers: Vec<_> = header.map(|value| ("x-amzn-errortype", value)).into_iter().collect();
        let error = ServiceError::read(&reply(400, &headers, body.as_bytes()));
        assert_eq!(error.code.as_deref(), expected, "{header:?} {body}");
    };
    check(Some("A"), r#"{"code":"B","__type":"C"}"#, Some("A"));
    check(Some("A:http://internal/"), "", Some("A"));
    check(Some("ns#A:more"), "", Some("A"));
    check(Some(""), r#"{"code":"B"}"#, Some("B"));
    check(None, r#"{"code":"B","Code":"D","__type":"C"}"#, Some("B"));
    check(None, r#"{"Code":"D","__type":"C"}"#, Some("D"));
    check(None, r#"{"__type":"com.amazon.sso#C"}"#, Some("C"));
    check(None, r#"{"code":null,"__type":"C"}"#, Some("C"));
    check(None, r#"{"code":7}"#, None);
    check(None, r#"{"error":"invalid_grant"}"#, None);
    check(None, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>", Some("Throttling"));
    check(None, "<Other><Code>Throttling</Code></Other>", None);
    check(None, "[]", None);
    check(None, "", None);
    check(None, r#"{"code":"#, None);
}

#[test]
fn display() {
    let check = |status, headers: &[(&'static str, &str)], body: &str| {
        ServiceError::read(&reply(status, headers, body.as_bytes())).to_string()
    };
    insta::assert_snapshot!(
        [
            check(401, &[("x-amzn-errortype", "UnauthorizedException")], r#"{"message":"Session token not found or invalid"}"#),
            check(400, &[], r#"{"error":"invalid_grant","error_description":"Invalid refresh token provided"}"#),
            check(400, &[("x-amzn-errortype", "AccessDeniedException")], r#"{"error":"access_denied","error_description":"key","reason":"KMS_AccessDeniedException"}"#),
            check(400, &[], r#"{"Message":"only a message"}"#),
            check(400, &[], r#"{"message":"two\nlines\u001b[31m"}"#),
            check(403, &[], "<ErrorResponse><Error><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp;lt;</Message></Error></ErrorResponse>"),
            check(503, &[], "upstream is down: token=secret"),
            check(503, &[("content-type", "text/html; charset=utf-8")], "Service Unavailable"),
            check(200, &[], " \n<!DOCTYPE HTML><title>Log in to the guest network</title>"),
            check(400, &[], ""),
        ]
        .join("\n"),
        @"
    UnauthorizedException: Session token not found or invalid (HTTP 401)
    invalid_grant: Invalid refresh token provided (HTTP 400)
    AccessDeniedException: key [KMS_AccessDeniedException] (HTTP 400)
    only a message (HTTP 400)
    two lines [31m (HTTP 400)
    AccessDenied: a <b> &lt; (HTTP 403)
    HTTP 503
    a web page instead of an AWS reply (HTTP 503)
    a web page instead of an AWS reply (HTTP 200)
    HTTP 400
    "
    );
}

#[test]
fn what_is_a_web_page() {
    for (headers, body, expected) in [
        (&[("content-type", "text/html")][..], "", true),
        (&[("content-type", "TEXT/HTML; charset=x")], "{}", true),
        (&[("content-type", "application/json")], "<html>", true),
        (&[], "\r\n<HTML lang=en>", true),
        (&[], "<ErrorResponse/>", false),
        (&[("content-type", "application/json")], "{}", false),
    ] {
        assert_eq!(
            ServiceError::read(&reply(200, headers, body.as_bytes())).is_html(),
            expected,
            "{headers:?} {body}"
        );
    }
}

#[test]
fn no_reply_is_too_odd() {
    let long = format!(r#"{{"message":"{}"}}"#, "x".repeat(100_000));
    assert_eq!(ServiceError::read(&reply(400, &[], long.as_bytes())).message.expect("a message").len(), 2000);
    for body in
        [&b"\xff\xfe{"[..], b"<Error><Code>", b"<Error>&<Message>a", br#"{"message":{"a":1},"code":[]}"#]
    {
        let error = ServiceError::read(&reply(418, &[], body));
        assert_eq!((error.code, error.message), (None, None), "{}", String::from_utf8_lossy(body));
    }
    assert_eq!(ServiceError::read(&reply(400, &[("x-amzn-errortype", "#:")], b"")).code, None);
}
