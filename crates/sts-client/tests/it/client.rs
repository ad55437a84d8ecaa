//! The client over sockets.

use crate::support::{at, caller, credentials, endpoint, region};
use daypass_sts_client::{AssumeRole, Client, ErrorKind, console::ConsoleLogin};
use std::time::Duration;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string, body_string_contains, header, header_exists, method, path},
};

fn client(server: &MockServer) -> Client {
    Client::new(caller(), endpoint(&server.uri()), region("eu-west-1"))
}

#[tokio::test]
async fn who_am_i() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/"))
        .and(header("content-type", "application/x-www-form-urlencoded; charset=utf-8"))
        .and(header("x-amz-date", "20231114T221320Z"))
        .and(header("x-amz-security-token", "planted/token+="))
        .and(header_exists("authorization"))
        .and(body_string("Action=GetCallerIdentity&Version=2011-06-15"))
        .respond_with(ResponseTemplate::new(200).set_body_string(
            "<R><GetCallerIdentityResult><Arn>a</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult></R>",
        ))
        .expect(1)
        .mount(&server)
        .await;
    let identity =
        client(&server).caller_identity(&credentials(), at(1_700_000_000)).await.expect("an identity");
    assert_eq!(
        (identity.arn.as_str(), identity.user_id.as_str(), identity.account.as_str()),
        ("a", "u", "1")
    );
}

#[tokio::test]
async fn attempts() {
    let xml = |code: &str| format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>");
    for (status, code, expected, kind) in [
        (400, "Throttling", 3, ErrorKind::Throttled),
        (503, "ServiceUnavailable", 3, ErrorKind::Unavailable),
        (403, "AccessDenied", 1, ErrorKind::AccessDenied),
        (403, "ExpiredToken", 1, ErrorKind::ExpiredToken),
    ] {
        let server = MockServer::start().await;
        Mock::given(body_string_contains("Action=AssumeRole&"))
            .respond_with(ResponseTemplate::new(status).set_body_string(xml(code)))
            .expect(expected)
            .mount(&server)
            .await;
        let role = AssumeRole::new("arn:aws:iam::1:role/r", "s");
        let outcome = client(&server).assume_role(&credentials(), &role, at(0)).await;
        assert_eq!(outcome.expect_err("a refusal").kind(), kind, "{code}");
    }
}

/// The whole federation as one call, and the one refusal that AWS does not explain.
#[tokio::test]
async fn a_console_login_in_one_call() {
    let minutes = |count: u64| Some(Duration::from_secs(60 * count));
    for (status, body, duration, expected) in [
        (200, r#"{"SigninToken":"granted"}"#, None, Ok("SigninToken=granted")),
        (400, "<html>", minutes(60), Err(true)),
        (400, "<html>", None, Err(false)),
        (503, "<html>", minutes(60), Err(false)),
        (200, "{}", minutes(5), Err(false)),
    ] {
        let server = MockServer::start().await;
        Mock::given(path("/federation"))
            .respond_with(ResponseTemplate::new(status).set_body_string(body))
            .mount(&server)
            .await;
        let login = ConsoleLogin { destination: "https://there", issuer: "https://here", duration };
        let url = login.url(&caller(), &endpoint(&server.uri()), &credentials(), at(0)).await;
        let url = url.map_err(|error| login.is_refused_for_its_duration(&error));
        match (url, expected) {
            (Ok(url), Ok(part)) => {
                assert!(url.contains(part) && url.contains("Issuer=https%3A%2F%2Fhere"), "{url}");
            }
            (url, expected) => assert_eq!(url.err(), expected.err(), "{status} {duration:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_there() {
    let client = Client::new(caller(), endpoint("http://127.0.0.99:9"), region("eu-west-1"));
    let error = client.caller_identity(&credentials(), at(0)).await.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::Network);
}
