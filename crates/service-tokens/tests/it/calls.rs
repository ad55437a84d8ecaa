//! The signed calls of ECR and CodeArtifact, over sockets.

use daypass_service_tokens::{
    Error, ErrorKind,
    code_artifact::{Domain, DomainToken},
    docker::login_json,
    ecr::{Registry, RegistryLogin},
};
use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken};
use daypass_testkit::socket::{at, caller, endpoint};
use std::time::Duration;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string, header, header_regex, method, path, query_param},
};

/// `AWS:planted-password` in base64.
const LOGIN: &str = "QVdTOnBsYW50ZWQtcGFzc3dvcmQ=";

fn keys() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: SecretAccessKey::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        session_token: Some(SessionToken::new("planted/token+=")),
        expires_at: None,
        account_id: None,
    }
}

fn region() -> Region {
    "eu-west-1".parse().expect("a region")
}

async fn answered(mock: wiremock::MockBuilder, status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    mock.respond_with(ResponseTemplate::new(status).set_body_string(body)).mount(&server).await;
    server
}

async fn login(registry: &Registry, server: &MockServer) -> Result<RegistryLogin, Error> {
    registry.login(&caller(), &endpoint(&server.uri()), &keys(), at(1_700_000_000)).await
}

fn signed_for(scope: &str) -> impl wiremock::Match + use<> {
    let signed = "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$";
    header_regex(
        "authorization",
        &format!("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20231114/{scope}/aws4_request, {signed}"),
    )
}

#[tokio::test]
async fn logins_of_registries() {
    let private = Registry::Private { account: None, region: region() };
    let call = |target: &str, scope: &str| {
        Mock::given(method("POST"))
            .and(path("/"))
            .and(header("content-type", "application/x-amz-json-1.1"))
            .and(header("x-amz-target", target))
            .and(body_string("{}"))
            .and(signed_for(scope))
    };
    let of_ecr = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    let body = format!(
        r#"{{"authorizationData":[{{"authorizationToken":"{LOGIN}","expiresAt":1.7000432E9,"proxyEndpoint":"https://x"}}]}}"#
    );
    let server = answered(call(of_ecr, "eu-west-1/ecr"), 200, &body).await;
    let made = login(&private, &server).await.expect("a login");
    assert_eq!((&*made.username, made.password.expose()), ("AWS", "planted-password"));
    assert_eq!(made.expires_at, at(1_700_043_200));
    insta::assert_snapshot!(
        login_json("r.example", &made),
        @r#"{"Secret":"planted-password","ServerURL":"r.example","Username":"AWS"}"#
    );
    assert!(!format!("{made:?}").contains("planted"), "{made:?}");

    let body =
        format!(r#"{{"authorizationData":{{"authorizationToken":"{LOGIN}","expiresAt":1700043200}}}}"#);
    let public = call("SpencerFrontendService.GetAuthorizationToken", "us-east-1/ecr-public");
    let server = answered(public, 200, &body).await;
    assert_eq!(
        login(&Registry::Public, &server).await.expect("a login").password.expose(),
        "planted-password"
    );
}

#[tokio::test]
async fn tokens_of_domains() {
    let domain = |owner: Option<&str>, duration| Domain {
        name: "my domain".to_owned(),
        owner: owner.map(|owner| owner.parse().expect("an account")),
        duration,
    };
    let ask = async |domain: &Domain, server: &MockServer| -> Result<DomainToken, Error> {
        domain.token(&caller(), &endpoint(&server.uri()), &region(), &keys(), at(1_700_000_000)).await
    };
    let call = Mock::given(method("POST"))
        .and(path("/v1/authorization-token"))
        .and(query_param("domain", "my domain"))
        .and(query_param("domain-owner", "111122223333"))
        .and(query_param("duration", "900"));
    let body = r#"{"authorizationToken":"planted.token","expiration":1700000900.5}"#;
    let server = answered(call, 200, body).await;
    let token = ask(&domain(Some("111122223333"), Some(Duration::from_mins(15))), &server).await;
    let token = token.expect("a token");
    assert_eq!((token.token.expose(), token.expires_at), ("planted.token", at(1_700_000_900)));
    // Without owner and duration there is no such parameter, so this mock does not answer.
    let without = ask(&domain(None, None), &server).await.expect_err("no answer");
    assert!(without.is_foreign(), "{without}");
}

#[tokio::test]
async fn refusals_and_odd_answers() {
    let refusal = r#"{"__type":"AccessDeniedException","Message":"no"}"#;
    let expired = r#"{"__type":"ExpiredTokenException","message":"old"}"#;
    let data = |token: &str| {
        format!(r#"{{"authorizationData":[{{"authorizationToken":"{token}","expiresAt":1}}]}}"#)
    };
    for (status, body, kind) in [
        (400, refusal.to_owned(), ErrorKind::AccessDenied),
        (400, expired.to_owned(), ErrorKind::ExpiredToken),
        (503, String::new(), ErrorKind::Unavailable),
        (200, "{}".to_owned(), ErrorKind::Malformed),
        (200, r#"{"authorizationData":[]}"#.to_owned(), ErrorKind::Malformed),
        (200, data("%"), ErrorKind::Malformed),
        // No colon; a line break in the password; nothing behind the colon.
        (200, data("QVdT"), ErrorKind::Malformed),
        (200, data("QVdTOmEKYg=="), ErrorKind::Malformed),
        (200, data("QVdTOg=="), ErrorKind::Malformed),
        (200, "<html>".to_owned(), ErrorKind::Malformed),
    ] {
        let server = answered(Mock::given(method("POST")), status, &body).await;
        let error = login(&Registry::Private { account: None, region: region() }, &server).await;
        assert_eq!(error.expect_err("no login").kind(), kind, "{status} {body}");
    }
}
