//! From refusals to kinds.

use crate::support::{at, reply};
use daypass_sts_client::{CallerIdentity, Error, ErrorKind};
use daypass_transport as transport;

fn xml(code: &str, message: &str) -> String {
    format!(
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code>
           <Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>"#
    )
}

fn refusal(status: u16, body: &str) -> Error {
    CallerIdentity::read(&reply(status, body), at(1000)).expect_err("a refusal")
}

#[test]
fn every_kind() {
    use ErrorKind::{
        AccessDenied, ClockSkew, ExpiredToken, InvalidClientTokenId, InvalidRequest, Malformed,
        SignatureDoesNotMatch, Throttled, Unavailable, Unexpected,
    };
    for (status, code, message, kind) in [
        (403, "AccessDenied", "User is not authorized", AccessDenied),
        (403, "ExpiredToken", "The security token included in the request is expired", ExpiredToken),
        (400, "ExpiredTokenException", "", ExpiredToken),
        (
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            InvalidClientTokenId,
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match",
            SignatureDoesNotMatch,
        ),
        (403, "SignatureDoesNotMatch", "Signature expired: 20231114T221320Z is now earlier than", ClockSkew),
        (403, "SignatureDoesNotMatch", "Signature not yet current: 20231114T221320Z", ClockSkew),
        (400, "RequestExpired", "", ClockSkew),
        (400, "ValidationError", "1 validation error detected", InvalidRequest),
        (400, "Throttling", "Rate exceeded", Throttled),
        (503, "ServiceUnavailable", "", Unavailable),
        (500, "InternalFailure", "", Unavailable),
        (400, "SomethingNew", "", Unexpected),
    ] {
        assert_eq!(refusal(status, &xml(code, message)).kind(), kind, "{code} {message}");
    }
    for (status, body, kind) in [
        (429, "", Throttled),
        (500, "<ErrorResponse><Error><Co", Unavailable),
        (502, "<html>", Unavailable),
        (403, "<html>", Malformed),
        (403, "", Malformed),
        (302, "", Malformed),
        (404, "{}", Malformed),
    ] {
        assert_eq!(refusal(status, body).kind(), kind, "{status} {body}");
    }
}

#[test]
fn how_wrong_the_clock_is() {
    let mut response = reply(403, xml("SignatureDoesNotMatch", "Signature expired"));
    response.headers_mut().insert("date", "Thu, 01 Jan 1970 01:00:00 GMT".parse().expect("a header value"));
    let error = CallerIdentity::read(&response, at(1000)).expect_err("a refusal");
    assert_eq!((error.kind(), error.clock_skew()), (ErrorKind::ClockSkew, Some(2600)));
    assert_eq!(refusal(403, "").clock_skew(), None, "no Date");
}

#[test]
fn what_it_says() {
    let network = Error::from(transport::Error::new(transport::ErrorKind::Timeout, "sts.test"));
    let texts = [
        refusal(403, &xml("ExpiredToken", "The security token included in the request is expired")),
        refusal(403, &xml("AccessDenied", "User: &lt;a&gt; is not authorized")),
        refusal(403, "<html>"),
        refusal(500, ""),
        network,
    ]
    .map(|error| {
        let source =
            std::error::Error::source(&error).map(|source| format!(" < {source}")).unwrap_or_default();
        format!("{error}{source}")
    });
    insta::assert_snapshot!(texts.join("\n"), @"
    AWS refused: ExpiredToken: The security token included in the request is expired (HTTP 403)
    AWS refused: AccessDenied: User: <a> is not authorized (HTTP 403)
    AWS did not answer: a web page instead of an AWS reply (HTTP 403); is there a captive portal or a proxy?
    AWS is busy: HTTP 500
    AWS could not be reached < no answer from sts.test in time
    ");
}

#[test]
fn what_lies_behind() {
    let refused = refusal(403, &xml("AccessDenied", "m"));
    assert_eq!(refused.service_error().and_then(|error| error.message.as_deref()), Some("m"));
    assert!(refused.transport_error().is_none());
    let network = Error::from(transport::Error::new(transport::ErrorKind::Dns, "sts.test"));
    assert_eq!(network.transport_error().map(transport::Error::host), Some("sts.test"));
    assert!(network.service_error().is_none());
}
