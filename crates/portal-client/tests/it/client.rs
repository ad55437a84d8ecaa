//! The client over sockets: pages, attempts, the header.

use crate::support::{account, caller, endpoint, role, token};
use daypass_portal_client::{Account, Client, ErrorKind};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path, query_param, query_param_is_missing},
};

fn client(server: &MockServer) -> Client {
    Client::new(caller(), endpoint(&server.uri()))
}

fn ok(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string(body)
}

#[tokio::test]
async fn accounts_over_three_pages() {
    let server = MockServer::start().await;
    let listing = || Mock::given(method("GET")).and(path("/assignment/accounts"));
    for (asked, id, next) in
        [(None, "1", r#""p 2""#), (Some("p 2"), "2", r#""p/3""#), (Some("p/3"), "3", "null")]
    {
        let mock = match asked {
            None => listing().and(query_param_is_missing("next_token")),
            Some(token) => listing().and(query_param("next_token", token)),
        };
        let body = format!(r#"{{"accountList":[{{"accountId":"{id}"}}],"nextToken":{next}}}"#);
        let mock = mock
            .and(header("x-amz-sso_bearer_token", "planted-token"))
            .and(query_param_is_missing("max_result"));
        mock.respond_with(ok(&body)).expect(1).mount(&server).await;
    }
    let accounts = client(&server).list_accounts(&token()).await.expect("accounts");
    assert_eq!(accounts.iter().map(|account| account.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[tokio::test]
async fn roles_with_a_page_size() {
    let server = MockServer::start().await;
    Mock::given(path("/assignment/roles"))
        .and(query_param("account_id", "111122223333"))
        .and(query_param("max_result", "100"))
        .respond_with(ok(r#"{"roleList":[{"roleName":"Dev"},{"roleName":"Read+Only"}]}"#))
        .expect(1)
        .mount(&server)
        .await;
    let roles =
        client(&server).with_page_size(100).list_account_roles(&token(), &account()).await.expect("roles");
    assert_eq!(roles, [role("Dev"), role("Read+Only")]);
}

#[tokio::test]
async fn pages_that_go_round_in_circles() {
    for (tokens, calls) in [(["a", "a"], 2), (["a", "b"], 3)] {
        let server = MockServer::start().await;
        let [first, second] = tokens.map(|next| ok(&format!(r#"{{"accountList":[],"nextToken":"{next}"}}"#)));
        Mock::given(query_param("next_token", "a")).respond_with(second).mount(&server).await;
        Mock::given(path("/assignment/accounts")).respond_with(first).mount(&server).await;
        let error = client(&server).list_accounts(&token()).await.expect_err("a circle");
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert_eq!(
            error.to_string(),
            "the access portal's reply is not usable: the same nextToken came twice"
        );
        assert_eq!(server.received_requests().await.expect("recording").len(), calls);
    }
}

#[tokio::test]
async fn role_credentials() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/federation/credentials"))
        .and(query_param("role_name", "Read+Only"))
        .and(query_param("account_id", "111122223333"))
        .respond_with(ok(r#"{"roleCredentials":{"accessKeyId":"AKIA","secretAccessKey":"s","sessionToken":"t","expiration":1}}"#))
        .expect(1)
        .mount(&server)
        .await;
    let credentials = client(&server).role_credentials(&token(), &account(), &role("Read+Only")).await;
    assert_eq!(credentials.expect("credentials").access_key_id, "AKIA");
}

#[tokio::test]
async fn logout_and_its_refusal() {
    let server = MockServer::start().await;
    let logout = || Mock::given(method("POST")).and(path("/logout")).and(header("content-length", "0"));
    logout().respond_with(ResponseTemplate::new(200)).up_to_n_times(1).expect(1).mount(&server).await;
    let over = ResponseTemplate::new(401).insert_header("x-amzn-errortype", "UnauthorizedException");
    logout().respond_with(over).expect(1).mount(&server).await;
    let client = client(&server);
    client.logout(&token()).await.expect("signed out");
    assert_eq!(
        client.logout(&token()).await.expect_err("signed out already").kind(),
        ErrorKind::Unauthorized
    );
}

#[tokio::test]
async fn attempts() {
    for (status, code, expected, kind) in [
        (429, "", 3, ErrorKind::Throttled),
        (503, "", 3, ErrorKind::Unavailable),
        (400, "SlowDownException", 3, ErrorKind::Throttled),
        (401, "UnauthorizedException", 1, ErrorKind::Unauthorized),
        (403, "ForbiddenException", 1, ErrorKind::Forbidden),
        (404, "ResourceNotFoundException", 1, ErrorKind::NotFound),
        // A proxy's word is none of AWS's (T07).
        (401, "", 1, ErrorKind::Malformed),
        (302, "", 1, ErrorKind::Malformed),
    ] {
        let server = MockServer::start().await;
        Mock::given(path("/federation/credentials"))
            .respond_with(ResponseTemplate::new(status).insert_header("x-amzn-errortype", code))
            .expect(expected)
            .mount(&server)
            .await;
        let outcome = client(&server).role_credentials(&token(), &account(), &role("Dev")).await;
        assert_eq!(outcome.expect_err("a refusal").kind(), kind, "{status}");
    }
}

#[tokio::test]
async fn nobody_there() {
    let client = Client::new(caller(), endpoint("http://127.0.0.99:9"));
    assert_eq!(client.logout(&token()).await.expect_err("no connection").kind(), ErrorKind::Network);
}

#[test]
fn labels_of_accounts() {
    for (name, email, expected) in [
        (Some("Dev"), Some("d@example.com"), "Dev, d@example.com (111122223333)"),
        (None, Some("d@example.com"), "d@example.com (111122223333)"),
        (Some("Dev"), None, "Dev (111122223333)"),
        (None, None, "111122223333"),
    ] {
        let (name, email) = (name.map(str::to_owned), email.map(str::to_owned));
        assert_eq!(Account { id: account(), name, email }.label(), expected);
    }
}
