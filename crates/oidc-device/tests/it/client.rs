//! The client over sockets: which calls go out, how often, and what comes of them.

use crate::support::{NoSleep, at, caller, endpoint, registration, scopes};
use daypass_oidc_device::{Client, ErrorKind, Registration, RegistrationRequest};
use daypass_sso_types::{AuthorizationCode, ClientSecret, CodeVerifier, RefreshToken};
use daypass_transport::{BoxFuture, Sleep};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json_string, body_string_contains, header, method, path},
};

const GRANT: &str = r#"{"accessToken":"a","tokenType":"Bearer","expiresIn":3600,"refreshToken":"r"}"#;
const DEVICE: &str = r#"{"deviceCode":"d","userCode":"AB-CD","verificationUri":"https://v",
    "verificationUriComplete":"https://v?c","expiresIn":600,"interval":1}"#;

fn refused(status: u16, code: &str, oauth: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-errortype", code)
        .set_body_string(format!(r#"{{"error":"{oauth}"}}"#))
}

fn ok(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string(body)
}

fn client(server: &MockServer) -> Client {
    Client::new(caller(), endpoint(&server.uri()))
}

#[tokio::test]
async fn register_and_start() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/client/register"))
        .and(header("content-type", "application/json"))
        .and(body_json_string(r#"{"clientName":"n","clientType":"public","scopes":["s"]}"#))
        .respond_with(ok(r#"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":1800000000}"#))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/device_authorization"))
        .and(body_json_string(r#"{"clientId":"c","clientSecret":"s","startUrl":"https://start"}"#))
        .respond_with(ok(DEVICE))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server);
    let wanted = RegistrationRequest::device("n", &scopes(&["s"]));
    let registration: Registration = client.register(&wanted, at(0)).await.expect("a registration");
    let device =
        client.start_device_authorization(&registration, "https://start", at(100)).await.expect("a start");
    assert_eq!((device.user_code.as_str(), device.expires_at), ("AB-CD", at(700)));
}

/// A clock that sleeping moves.
#[derive(Default)]
struct Clock(AtomicU64);

impl Sleep for Clock {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.0.fetch_add(time.as_secs(), Ordering::Relaxed);
        Box::pin(std::future::ready(()))
    }
}

impl Clock {
    fn now(&self) -> SystemTime {
        at(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test]
async fn a_device_grant_from_start_to_end() {
    let server = MockServer::start().await;
    Mock::given(path("/device_authorization")).respond_with(ok(DEVICE)).mount(&server).await;
    let token = || Mock::given(path("/token")).and(body_string_contains("device_code"));
    let steps = [
        refused(400, "AuthorizationPendingException", "authorization_pending"),
        refused(400, "SlowDownException", "slow_down"),
        ResponseTemplate::new(503),
        ok(GRANT),
    ];
    for step in steps {
        token().respond_with(step).up_to_n_times(1).expect(1).mount(&server).await;
    }
    let client = client(&server);
    let clock = Clock::default();
    let registration = registration();
    let device =
        client.start_device_authorization(&registration, "https://start", at(0)).await.expect("a start");
    let now = || clock.now();
    let grant = client.poll_device_token(&registration, device, &now, &clock).await.expect("a grant");
    assert_eq!(clock.now(), at(1 + 6 + 12), "pending, slow down, out of order");
    assert_eq!(grant.expires_at, at(19 + 3600));
}

#[tokio::test]
async fn a_device_code_nobody_confirms() {
    let server = MockServer::start().await;
    Mock::given(path("/device_authorization")).respond_with(ok(DEVICE)).mount(&server).await;
    let pending = refused(400, "AuthorizationPendingException", "authorization_pending");
    Mock::given(path("/token")).respond_with(pending).expect(600).mount(&server).await;
    let client = client(&server);
    let clock = Clock::default();
    let registration = registration();
    let device =
        client.start_device_authorization(&registration, "https://start", at(0)).await.expect("a start");
    let error =
        client.poll_device_token(&registration, device, &|| clock.now(), &clock).await.expect_err("expiry");
    assert_eq!((error.kind(), error.service_error()), (ErrorKind::ExpiredToken, None));
}

#[tokio::test]
async fn a_denial_ends_the_polling() {
    let server = MockServer::start().await;
    Mock::given(path("/device_authorization")).respond_with(ok(DEVICE)).mount(&server).await;
    let denied = refused(400, "AccessDeniedException", "access_denied");
    Mock::given(path("/token")).respond_with(denied).expect(1).mount(&server).await;
    let client = client(&server);
    let registration = registration();
    let device =
        client.start_device_authorization(&registration, "https://start", at(0)).await.expect("a start");
    let error =
        client.poll_device_token(&registration, device, &|| at(0), &NoSleep).await.expect_err("a denial");
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
}

#[tokio::test]
async fn code_and_refresh() {
    let server = MockServer::start().await;
    Mock::given(path("/token"))
        .and(body_json_string(
            r#"{"grantType":"authorization_code","clientId":"cid-1","clientSecret":"csecret-1",
                "redirectUri":"http://127.0.0.1:4242/oauth/callback","codeVerifier":"v","code":"c"}"#,
        ))
        .respond_with(ok(GRANT))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/token"))
        .and(body_json_string(
            r#"{"grantType":"refresh_token","clientId":"cid-1","clientSecret":"s","refreshToken":"old"}"#,
        ))
        .respond_with(refused(400, "InvalidGrantException", "invalid_grant"))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server);
    let redirect = "http://127.0.0.1:4242/oauth/callback";
    let (code, verifier) = (AuthorizationCode::new("c"), CodeVerifier::new("v"));
    let grant =
        client.redeem_code(&registration(), redirect, &code, &verifier, at(0)).await.expect("a grant");
    assert_eq!(grant.refresh_token, Some(RefreshToken::new("r")));
    let outcome = client.refresh("cid-1", &ClientSecret::new("s"), &RefreshToken::new("old"), at(0)).await;
    assert_eq!(outcome.expect_err("a refusal").kind(), ErrorKind::InvalidGrant);
}

#[tokio::test]
async fn attempts_are_counted() {
    let server = MockServer::start().await;
    Mock::given(path("/client/register"))
        .respond_with(ResponseTemplate::new(500))
        .expect(3)
        .mount(&server)
        .await;
    Mock::given(path("/token"))
        .respond_with(refused(401, "InvalidClientException", "invalid_client"))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server);
    let outcome = client.register(&RegistrationRequest::device("n", &[]), at(0)).await;
    assert_eq!(outcome.expect_err("a fault").kind(), ErrorKind::Unavailable);
    let outcome = client.refresh("c", &ClientSecret::new("s"), &RefreshToken::new("r"), at(0)).await;
    assert_eq!(outcome.expect_err("a refusal").kind(), ErrorKind::InvalidClient);
}

#[tokio::test]
async fn nobody_there() {
    let server = MockServer::start().await;
    let url = server.uri();
    drop(server);
    let client = Client::new(caller(), endpoint(&url.replace("127.0.0.1", "127.0.0.99")));
    let outcome = client.register(&RegistrationRequest::device("n", &[]), at(0)).await;
    let error = outcome.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(error.transport_error().is_some());
}
