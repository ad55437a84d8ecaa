//! From refusals to kinds.

use crate::support::reply;
use daypass_portal_client::{Error, ErrorKind, ListAccounts, Operation as _};
use daypass_transport as transport;

fn refusal(status: u16, code: Option<&str>, body: &str) -> Error {
    let mut response = reply(status, body);
    if let Some(code) = code {
        response.headers_mut().insert("x-amzn-errortype", code.parse().expect("a header value"));
    }
    ListAccounts::default().read(&response).expect_err("a refusal")
}

#[test]
fn every_kind() {
    use ErrorKind::{Forbidden, InvalidRequest, NotFound, Throttled, Unauthorized, Unavailable, Unexpected};
    for (status, code, kind) in [
        (400, "InvalidRequestException", InvalidRequest),
        (401, "UnauthorizedException", Unauthorized),
        (403, "ForbiddenException", Forbidden),
        (404, "ResourceNotFoundException", NotFound),
        (429, "TooManyRequestsException", Throttled),
        (500, "InternalFailure", Unavailable),
    ] {
        assert_eq!(refusal(status, Some(code), "").kind(), kind, "{code}");
        assert_eq!(
            refusal(status, None, &format!(r#"{{"__type":"com.amazonaws#{code}"}}"#)).kind(),
            kind,
            "{code}"
        );
        // The status alone is no verdict: a proxy has the same.
        let alone = if status < 429 { ErrorKind::Malformed } else { kind };
        assert_eq!(refusal(status, None, "").kind(), alone, "{status}");
        assert_eq!(refusal(status, None, "{\"mess").kind(), alone, "{status}");
        assert_eq!(refusal(status, None, r#"{"message":"no such path"}"#).kind(), alone, "{status}");
    }
    assert_eq!(refusal(400, Some("ThrottlingException"), "").kind(), Throttled);
    assert_eq!(refusal(302, Some("ForbiddenException"), "").kind(), ErrorKind::Malformed);
    assert_eq!(refusal(418, Some("Teapot"), "").kind(), Unexpected);
    assert_eq!(refusal(403, None, "<html>blocked by your company").kind(), ErrorKind::Malformed);
    assert_eq!(refusal(502, None, "<html>").kind(), Unavailable);
}

#[test]
fn what_it_says() {
    let network = Error::from(transport::Error::new(transport::ErrorKind::Connect, "portal.test"));
    let texts = [
        refusal(401, Some("UnauthorizedException"), r#"{"message":"Session token not found or invalid"}"#),
        refusal(403, Some("ForbiddenException"), r#"{"message":"No access"}"#),
        refusal(403, None, "<html>"),
        refusal(500, None, "stack trace with a token"),
        network,
    ]
    .map(|error| {
        let source =
            std::error::Error::source(&error).map(|source| format!(" < {source}")).unwrap_or_default();
        format!("{error}{source}")
    });
    insta::assert_snapshot!(texts.join("\n"), @"
    the access portal refused: UnauthorizedException: Session token not found or invalid (HTTP 401)
    the access portal refused: ForbiddenException: No access (HTTP 403)
    the access portal did not answer: a web page instead of an AWS reply (HTTP 403); is there a captive portal or a proxy?
    the access portal is busy: HTTP 500
    the access portal could not be reached < no connection to portal.test
    ");
}

#[test]
fn what_lies_behind() {
    let refused = refusal(403, Some("ForbiddenException"), "");
    assert_eq!(refused.service_error().map(|error| error.status), Some(403));
    assert!(refused.transport_error().is_none());
    let network = Error::from(transport::Error::new(transport::ErrorKind::Tls, "portal.test"));
    assert_eq!(network.transport_error().map(transport::Error::host), Some("portal.test"));
    assert!(network.service_error().is_none());
}
