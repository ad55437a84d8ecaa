//! The client over sockets: how often it calls, with which proofs, and what a lost reply comes to.

use crate::support::{SEC1, at, endpoint, granted, id_token, key, part};
use daypass_console_login::{Client, Error, ErrorKind, Flow, Refreshed, RingSigner, SignIn};
use daypass_sso_types::{AuthorizationCode, CodeVerifier, RefreshToken};
use daypass_testkit::socket::{NoSleep, caller};
use daypass_transport::{self as transport, Caller, Request, Response};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json_string, header, header_exists, method, path},
};

const FLOW: Flow = Flow::SameDevice { port: 4242 };

fn signed_in() -> String {
    let id = id_token("arn:aws:iam::005000000022:user/bob");
    granted(&format!(r#","refreshToken":"r2","idToken":"{id}""#))
}

fn refused(status: u16, code: &str, error: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("x-amzn-errortype", code)
        .set_body_string(format!(r#"{{"error":"{error}","message":"m"}}"#))
}

fn client_over(caller: Caller, url: &str) -> Client {
    Client::new(caller, endpoint(url), Arc::new(RingSigner::new()))
}

async fn redeem(client: &Client) -> Result<SignIn, Error> {
    let (code, verifier) = (AuthorizationCode::new("c1"), CodeVerifier::new("v1"));
    client.redeem_code(FLOW, &code, &verifier, &key(SEC1), &|| at(5)).await
}

async fn refresh(client: &Client) -> Result<Refreshed, Error> {
    client.refresh(FLOW.client_id(), &RefreshToken::new("r1"), &key(SEC1), &|| at(5)).await
}

#[tokio::test]
async fn redeem_and_refresh_over_a_socket() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/token"))
        .and(header("content-type", "application/json"))
        .and(header_exists("dpop"))
        .and(body_json_string(
            r#"{"clientId":"arn:aws:signin:::devtools/same-device","grantType":"authorization_code","code":"c1",
            "codeVerifier":"v1","redirectUri":"http://127.0.0.1:4242/oauth/callback"}"#,
        ))
        .respond_with(ResponseTemplate::new(200).set_body_string(signed_in()))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(body_json_string(
        r#"{"clientId":"arn:aws:signin:::devtools/same-device","refreshToken":"r1","grantType":"refresh_token"}"#,
    ))
    .respond_with(ResponseTemplate::new(200).set_body_string(granted(r#","refreshToken":"r2""#)))
    .expect(1)
    .mount(&server)
    .await;
    let client = client_over(caller(), &server.uri());
    let session = redeem(&client).await.expect("a session");
    assert_eq!(session.login_session.as_str(), "arn:aws:iam::005000000022:user/bob");
    let renewed = refresh(&client).await.expect("credentials");
    assert_eq!(renewed.credentials.expires_at, Some(at(905)));
    for request in server.received_requests().await.expect("a log") {
        assert!(request.headers.get("authorization").is_none(), "neither call is signed");
        let proof = request.headers["dpop"].to_str().expect("text");
        assert!(part(proof, 1).contains(&format!(r#""htu":"{}/v1/token""#, server.uri())));
    }
}

#[tokio::test]
async fn l24_l25_a_busy_service_is_asked_again_with_a_new_proof() {
    for (status, code, error) in [
        (503, "x", ""),
        (429, "TooManyRequestsError", "INVALID_REQUEST"),
        (500, "InternalServerException", "server_error"),
    ] {
        let server = MockServer::start().await;
        Mock::given(path("/v1/token"))
            .respond_with(refused(status, code, error))
            .up_to_n_times(2)
            .mount(&server)
            .await;
        Mock::given(path("/v1/token"))
            .respond_with(ResponseTemplate::new(200).set_body_string(signed_in()))
            .mount(&server)
            .await;
        let count = AtomicU8::new(0);
        let entropy = move |bytes: &mut [u8]| bytes.fill(count.fetch_add(1, Ordering::Relaxed));
        let socket = daypass_testkit::socket::transport();
        let client = client_over(Caller::new(socket, Arc::new(NoSleep), Arc::new(entropy)), &server.uri());
        redeem(&client).await.expect("a session");
        let requests = server.received_requests().await.expect("a log");
        let header = |name: &str| -> BTreeSet<String> {
            requests.iter().map(|one| one.headers[name].to_str().expect("text").to_owned()).collect()
        };
        assert_eq!(requests.len(), 3, "{status}");
        let ids: BTreeSet<_> = header("dpop").iter().map(|proof| part(proof, 1)).collect();
        assert_eq!(ids.len(), 3, "each attempt has a proof of its own");
        assert_eq!(header("amz-sdk-invocation-id").len(), 1);
        let attempts: Vec<_> = header("amz-sdk-request").into_iter().collect();
        assert_eq!(attempts, ["attempt=1", "attempt=2; max=3", "attempt=3; max=3"]);
    }
}

/// A client whose first calls end as `first` says, and then as `then` says.
fn scripted(first: Vec<transport::ErrorKind>, then: fn() -> Response) -> (Client, Arc<AtomicU8>) {
    let calls = Arc::new(AtomicU8::new(0));
    let count = Arc::clone(&calls);
    let transport = move |_: Request| {
        let at = count.fetch_add(1, Ordering::Relaxed);
        let outcome = match first.get(usize::from(at)) {
            Some(kind) => Err(transport::Error::new(*kind, "h")),
            None => Ok(then()),
        };
        std::future::ready(outcome)
    };
    let entropy = |bytes: &mut [u8]| bytes.fill(0);
    let caller = Caller::new(Arc::new(transport), Arc::new(NoSleep), Arc::new(entropy));
    (client_over(caller, "https://h"), calls)
}

fn spent() -> Response {
    let body =
        br#"{"error":"INVALID_REQUEST","message":"The provided authorization grant is invalid"}"#.to_vec();
    let mut response = http::Response::builder().status(400).body(body).expect("a response");
    response.headers_mut().insert("x-amzn-errortype", "ValidationException".parse().expect("a value"));
    response
}

#[tokio::test]
async fn l23_a_code_is_not_presented_again_after_a_lost_reply() {
    for kind in [transport::ErrorKind::Interrupted, transport::ErrorKind::Timeout] {
        let (client, calls) = scripted(vec![kind], || Response::new(signed_in().into_bytes()));
        let error = redeem(&client).await.expect_err("lost");
        assert_eq!((error.kind(), calls.load(Ordering::Relaxed)), (ErrorKind::ReplyLost, 1));
        assert!(error.transport_error().is_some(), "the cause is told");
    }
    // A connection that was never made has used nothing up.
    let never = vec![transport::ErrorKind::Dns, transport::ErrorKind::Connect];
    let (client, calls) = scripted(never, || Response::new(signed_in().into_bytes()));
    redeem(&client).await.expect("a session");
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn l43_a_refresh_after_a_lost_reply_is_repeated_and_its_refusal_is_told_apart() {
    let lost = || vec![transport::ErrorKind::Interrupted];
    let (client, calls) = scripted(lost(), || Response::new(granted("").into_bytes()));
    refresh(&client).await.expect("a service that allows reuse answers");
    assert_eq!(calls.load(Ordering::Relaxed), 2);
    let (client, calls) = scripted(lost(), spent);
    let error = refresh(&client).await.expect_err("used up");
    assert_eq!((error.kind(), calls.load(Ordering::Relaxed)), (ErrorKind::ReplyLost, 2));
    let (client, _) = scripted(Vec::new(), spent);
    assert_eq!(refresh(&client).await.expect_err("refused").kind(), ErrorKind::InvalidRequest);
    let (client, _) = scripted(vec![transport::ErrorKind::Connect], spent);
    let error = refresh(&client).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "nothing was lost");
    let (client, _) = scripted(vec![transport::ErrorKind::Timeout; 3], spent);
    assert_eq!(refresh(&client).await.expect_err("no network").kind(), ErrorKind::Network);
}

#[tokio::test]
async fn l35_a_refusal_is_not_repeated() {
    let (client, calls) = scripted(Vec::new(), spent);
    assert_eq!(redeem(&client).await.expect_err("refused").kind(), ErrorKind::InvalidRequest);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}
