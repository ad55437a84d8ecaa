//! The exact requests: members, their order, their presence.

use crate::support::{endpoint, registration, rendered, scopes};
use daypass_oidc_device::{DeviceAuthorization, RegistrationRequest, TokenRequest};
use daypass_sso_types::{AuthorizationCode, CodeVerifier, DeviceCode, RefreshToken};

const OIDC: &str = "https://oidc.eu-west-1.amazonaws.com";

#[test]
fn register_for_the_device_grant() {
    let request = RegistrationRequest::device("botocore-client-dev", &[]).request(&endpoint(OIDC));
    insta::assert_snapshot!(rendered(&request), @r#"
    POST https://oidc.eu-west-1.amazonaws.com/client/register
    content-type: application/json

    {"clientName":"botocore-client-dev","clientType":"public"}
    "#);
    let request =
        RegistrationRequest::device("x", &scopes(&["a", "b"])).request(&endpoint("http://127.0.0.1:1/p/"));
    insta::assert_snapshot!(rendered(&request), @r#"
    POST http://127.0.0.1:1/p/client/register
    content-type: application/json

    {"clientName":"x","clientType":"public","scopes":["a","b"]}
    "#);
}

#[test]
fn register_for_the_authorization_code_grant() {
    let start_url = "https://d-abc123.awsapps.com/start";
    let request = RegistrationRequest::authorization_code("botocore-client-dev", &[], start_url);
    assert_eq!(request.scopes(), ["sso:account:access"]);
    insta::assert_snapshot!(rendered(&request.request(&endpoint(OIDC))), @r#"
    POST https://oidc.eu-west-1.amazonaws.com/client/register
    content-type: application/json

    {"clientName":"botocore-client-dev","clientType":"public","scopes":["sso:account:access"],"grantTypes":["authorization_code","refresh_token"],"redirectUris":["http://127.0.0.1/oauth/callback"],"issuerUrl":"https://d-abc123.awsapps.com/start"}
    "#);
}

#[test]
fn start_device_authorization() {
    let request =
        DeviceAuthorization::request(&endpoint(OIDC), &registration(), "https://d-abc123.awsapps.com/start");
    insta::assert_snapshot!(rendered(&request), @r#"
    POST https://oidc.eu-west-1.amazonaws.com/device_authorization
    content-type: application/json

    {"clientId":"cid-1","clientSecret":"csecret-1","startUrl":"https://d-abc123.awsapps.com/start"}
    "#);
}

#[test]
fn create_token() {
    let (registration, oidc) = (registration(), endpoint(OIDC));
    let body = |request: TokenRequest<'_>| {
        let request = request.request(&oidc);
        assert_eq!(request.uri(), "https://oidc.eu-west-1.amazonaws.com/token");
        String::from_utf8(request.into_body()).expect("text")
    };
    let device = DeviceCode::new("planted-device");
    insta::assert_snapshot!(body(TokenRequest::device(&registration, &device)), @r#"{"grantType":"urn:ietf:params:oauth:grant-type:device_code","clientId":"cid-1","clientSecret":"csecret-1","deviceCode":"planted-device"}"#);
    let (code, verifier) = (AuthorizationCode::new("planted-code"), CodeVerifier::new("planted-verifier"));
    let redirect = "http://127.0.0.1:4242/oauth/callback";
    insta::assert_snapshot!(body(TokenRequest::authorization_code(&registration, redirect, &code, &verifier)), @r#"{"grantType":"authorization_code","clientId":"cid-1","clientSecret":"csecret-1","redirectUri":"http://127.0.0.1:4242/oauth/callback","codeVerifier":"planted-verifier","code":"planted-code"}"#);
    let refresh = RefreshToken::new("planted-refresh");
    let request = TokenRequest::refresh("cid-1", &registration.client_secret, &refresh);
    insta::assert_snapshot!(body(request), @r#"{"grantType":"refresh_token","clientId":"cid-1","clientSecret":"csecret-1","refreshToken":"planted-refresh"}"#);
    insta::assert_snapshot!(format!("{request:?}"), @r#"TokenRequest { grant_type: "refresh_token", .. }"#);
}
