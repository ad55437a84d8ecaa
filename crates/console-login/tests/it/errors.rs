//! From refusals to kinds, and what each kind says of the session.

use crate::support::{at, reply};
use daypass_console_login::{CallFailure, Error, ErrorKind, Refreshed};

fn refusal(status: u16, code: &str, error: &str) -> Error {
    let body = format!(r#"{{"error":"{error}","message":"words"}}"#);
    let mut response = reply(status, body);
    if !code.is_empty() {
        response.headers_mut().insert("x-amzn-errortype", code.parse().expect("a header value"));
    }
    Refreshed::read(&response, at(1_000_000)).expect_err("a refusal")
}

#[test]
fn l26_l33_l34_every_refusal_has_the_kind_that_says_what_to_do() {
    use ErrorKind::{
        AccessDenied, CodeExpired, CredentialsChanged, InsufficientPermissions, InvalidRequest, Malformed,
        SessionEnded, Throttled, Unavailable, Unexpected,
    };
    for (status, code, error, kind) in [
        (401, "AccessDeniedException", "AUTHCODE_EXPIRED", CodeExpired),
        (401, "AccessDeniedException", "TOKEN_EXPIRED", SessionEnded),
        (403, "AccessDeniedException", "USER_CREDENTIALS_CHANGED", CredentialsChanged),
        (403, "AccessDeniedException", "INSUFFICIENT_PERMISSIONS", InsufficientPermissions),
        (403, "AccessDeniedException", "SOMETHING_NEW", AccessDenied),
        (400, "ValidationException", "INVALID_REQUEST", InvalidRequest),
        (400, "ValidationException", "SOMETHING_NEW", InvalidRequest),
        (400, "SomethingNew", "INVALID_REQUEST", InvalidRequest),
        (400, "", "INVALID_REQUEST", InvalidRequest),
        (400, "", "invalid_grant", InvalidRequest),
        (429, "TooManyRequestsError", "INVALID_REQUEST", Throttled),
        (429, "TooManyRequestsError", "rate_exceeded", Throttled),
        (429, "", "", Throttled),
        (429, "SomethingNew", "INVALID_REQUEST", Throttled),
        (400, "ThrottlingException", "", Throttled),
        (500, "InternalServerException", "server_error", Unavailable),
        (503, "", "", Unavailable),
        // Without a status that says the same.
        (400, "", "rate_exceeded", Throttled),
        (400, "", "server_error", Unavailable),
        (400, "", "service_unavailable", Unavailable),
        (400, "InternalServerException", "", Unavailable),
        (400, "SomethingNew", "SOMETHING_NEW", Unexpected),
        (403, "", "", Malformed),
        (302, "", "", Malformed),
    ] {
        assert_eq!(refusal(status, code, error).kind(), kind, "{status} {code} {error}");
    }
}

#[test]
fn only_the_services_own_word_ends_a_session() {
    use ErrorKind as Kind;
    for (kind, is_over) in [
        (Kind::SessionEnded, true),
        (Kind::CredentialsChanged, true),
        (Kind::CodeExpired, false),
        (Kind::InsufficientPermissions, false),
        (Kind::AccessDenied, false),
        (Kind::InvalidRequest, false),
        (Kind::ReplyLost, false),
        (Kind::InvalidKey, false),
        (Kind::Throttled, false),
        (Kind::Unavailable, false),
        (Kind::Network, false),
        (Kind::Malformed, false),
        (Kind::Unexpected, false),
    ] {
        assert_eq!(kind.is_over(), is_over, "{kind:?}");
    }
}

#[test]
fn l66_a_refusal_says_how_far_the_clock_is_off() {
    let mut response = reply(400, r#"{"error":"INVALID_REQUEST","message":"bad proof"}"#);
    let headers = response.headers_mut();
    headers.insert("x-amzn-errortype", "ValidationException".parse().expect("a value"));
    headers.insert("date", "Thu, 01 Jan 1970 00:10:00 GMT".parse().expect("a value"));
    let error = Refreshed::read(&response, at(0)).expect_err("a refusal");
    assert_eq!(error.clock_skew(), Some(600));
    assert_eq!(error.failure(), CallFailure::Refused);
    assert_eq!(
        error.to_string(),
        "the AWS sign-in service refused: ValidationException: bad proof (HTTP 400)"
    );
}
