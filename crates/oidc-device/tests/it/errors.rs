//! From refusals to kinds: by AWS's header, by RFC 6749's member, by the status.

use crate::support::{at, reply};
use daypass_oidc_device::{Error, ErrorKind, Grant};
use daypass_transport as transport;

fn refusal(status: u16, code: Option<&str>, body: &str) -> Error {
    let mut response = reply(status, body);
    if let Some(code) = code {
        response.headers_mut().insert("x-amzn-errortype", code.parse().expect("a header value"));
    }
    Grant::read(&response, at(0)).expect_err("a refusal")
}

#[test]
fn every_modelled_error() {
    use ErrorKind::{
        AccessDenied, AuthorizationPending, ExpiredToken, InvalidClient, InvalidGrant, InvalidRequest,
        InvalidScope, SlowDown, UnauthorizedClient, Unavailable,
    };
    for (status, code, oauth, kind) in [
        (400, "AccessDeniedException", "access_denied", AccessDenied),
        (400, "AuthorizationPendingException", "authorization_pending", AuthorizationPending),
        (400, "ExpiredTokenException", "expired_token", ExpiredToken),
        (500, "InternalServerException", "server_error", Unavailable),
        (401, "InvalidClientException", "invalid_client", InvalidClient),
        (400, "InvalidClientMetadataException", "invalid_client_metadata", InvalidRequest),
        (400, "InvalidGrantException", "invalid_grant", InvalidGrant),
        (400, "InvalidRedirectUriException", "invalid_redirect_uri", InvalidRequest),
        (400, "InvalidRequestException", "invalid_request", InvalidRequest),
        (400, "InvalidRequestRegionException", "invalid_request", InvalidRequest),
        (400, "InvalidScopeException", "invalid_scope", InvalidScope),
        (400, "SlowDownException", "slow_down", SlowDown),
        (400, "UnauthorizedClientException", "unauthorized_client", UnauthorizedClient),
        (400, "UnsupportedGrantTypeException", "unsupported_grant_type", UnauthorizedClient),
        (400, "InternalServerException", "server_error", Unavailable),
        (400, "ThrottlingException", "temporarily_unavailable", Unavailable),
        (400, "TooManyRequestsException", "temporarily_unavailable", Unavailable),
    ] {
        let body = format!(r#"{{"error":"{oauth}","error_description":"d"}}"#);
        assert_eq!(refusal(status, Some(code), &body).kind(), kind, "{code}");
        assert_eq!(refusal(status, Some(&format!("ns#{code}:http://internal/")), "").kind(), kind, "{code}");
        assert_eq!(refusal(status, None, &format!(r#"{{"__type":"{code}"}}"#)).kind(), kind, "{code}");
        // Without AWS's header, which is where the AWS CLI gives up.
        assert_eq!(refusal(status, None, &body).kind(), kind, "{oauth}");
        assert_eq!(
            refusal(status, Some("SomethingNew"), &body).kind(),
            kind,
            "{oauth} under an unknown code"
        );
    }
    let odd = refusal(400, Some("InvalidGrantException"), r#"{"error":"authorization_pending"}"#);
    assert_eq!(odd.kind(), InvalidGrant, "AWS's own word comes first");
}

/// What ends a sign-in is forgotten; what may go away again is not.
#[test]
fn only_the_services_own_no_is_the_end() {
    use ErrorKind as Kind;
    for (kind, is_over) in [
        (Kind::AccessDenied, true),
        (Kind::ExpiredToken, true),
        (Kind::InvalidClient, true),
        (Kind::InvalidGrant, true),
        (Kind::UnauthorizedClient, true),
        (Kind::AuthorizationPending, false),
        (Kind::SlowDown, false),
        (Kind::InvalidRequest, false),
        (Kind::InvalidScope, false),
        (Kind::Unavailable, false),
        (Kind::Network, false),
        (Kind::Malformed, false),
        (Kind::Unexpected, false),
    ] {
        assert_eq!(kind.is_over(), is_over, "{kind:?}");
    }
}

#[test]
fn by_status_alone() {
    for (status, kind) in [
        (301, ErrorKind::Malformed),
        (302, ErrorKind::Malformed),
        (400, ErrorKind::Malformed),
        (403, ErrorKind::Malformed),
        (404, ErrorKind::Malformed),
        (407, ErrorKind::Malformed),
        (429, ErrorKind::Unavailable),
        (500, ErrorKind::Unavailable),
        (503, ErrorKind::Unavailable),
    ] {
        assert_eq!(refusal(status, None, "").kind(), kind, "{status}");
        assert_eq!(refusal(status, None, "{\"error\":").kind(), kind, "{status}");
    }
    assert_eq!(refusal(403, None, "<html>").kind(), ErrorKind::Malformed);
    // A redirect is nobody's verdict, and a proxy's 403 is not the user's no.
    assert_eq!(refusal(302, Some("InvalidGrantException"), "").kind(), ErrorKind::Malformed);
    assert_eq!(refusal(403, None, r#"{"error":"access_denied"}"#).kind(), ErrorKind::Malformed);
    assert_eq!(refusal(400, Some("SomethingNew"), "").kind(), ErrorKind::Unexpected, "AWS, in a new word");
    assert_eq!(refusal(502, None, "<html>").kind(), ErrorKind::Unavailable);
}

#[test]
fn what_it_says() {
    let kms =
        r#"{"error":"access_denied","error_description":"no key","reason":"KMS_AccessDeniedException"}"#;
    let network = Error::from(transport::Error::new(transport::ErrorKind::Dns, "oidc.test"));
    let texts = [
        refusal(
            400,
            Some("InvalidGrantException"),
            r#"{"error":"invalid_grant","error_description":"Too old"}"#,
        ),
        refusal(400, Some("AccessDeniedException"), kms),
        refusal(503, None, ""),
        refusal(403, None, "<html>"),
        network,
        refusal(302, None, ""),
        refusal(404, None, "{}"),
    ]
    .map(|error| {
        let source =
            std::error::Error::source(&error).map(|source| format!(" < {source}")).unwrap_or_default();
        format!("{error}{source}")
    });
    insta::assert_snapshot!(texts.join("\n"), @"
    the sign-in service refused: InvalidGrantException: Too old (HTTP 400)
    the sign-in service refused: AccessDeniedException: no key [KMS_AccessDeniedException] (HTTP 400)
    the sign-in service is busy: HTTP 503
    the sign-in service did not answer: a web page instead of an AWS reply (HTTP 403); is there a captive portal or a proxy?
    the sign-in service could not be reached < the host name oidc.test could not be resolved
    the sign-in service did not answer: a redirect (HTTP 302); is there a captive portal or a proxy?
    the sign-in service did not answer: HTTP 404 without an AWS error; is there a proxy, or is the address wrong?
    ");
}

#[test]
fn what_lies_behind() {
    let refused = refusal(400, None, r#"{"error":"slow_down"}"#);
    assert_eq!(refused.service_error().and_then(|error| error.oauth_error.as_deref()), Some("slow_down"));
    assert!(refused.transport_error().is_none());
    let network = Error::from(transport::Error::new(transport::ErrorKind::Tls, "oidc.test"));
    assert_eq!(network.transport_error().map(transport::Error::kind), Some(transport::ErrorKind::Tls));
    assert!(network.service_error().is_none());
}
