//! The exact requests.

use crate::support::{account, endpoint, rendered, role, token};
use daypass_portal_client::{
    ErrorKind, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation,
};
use daypass_sso_types::AccessToken;

fn request(operation: &impl Operation) -> String {
    let portal = endpoint("https://portal.sso.eu-west-1.amazonaws.com");
    rendered(&operation.request(&portal, &token()).expect("a request"))
}

#[test]
fn listings() {
    let all = [
        request(&ListAccounts::default()),
        request(&ListAccounts { next_token: Some("a+b/c=&d é".to_owned()), max_results: Some(100) }),
        request(&ListAccountRoles { account: account(), next_token: None, max_results: None }),
        request(&ListAccountRoles {
            account: account(),
            next_token: Some("t".to_owned()),
            max_results: Some(1),
        }),
    ];
    insta::assert_snapshot!(all.join("\n"), @"
    GET https://portal.sso.eu-west-1.amazonaws.com/assignment/accounts
    x-amz-sso_bearer_token: planted-token


    GET https://portal.sso.eu-west-1.amazonaws.com/assignment/accounts?next_token=a%2Bb%2Fc%3D%26d%20%C3%A9&max_result=100
    x-amz-sso_bearer_token: planted-token


    GET https://portal.sso.eu-west-1.amazonaws.com/assignment/roles?account_id=111122223333
    x-amz-sso_bearer_token: planted-token


    GET https://portal.sso.eu-west-1.amazonaws.com/assignment/roles?account_id=111122223333&next_token=t&max_result=1
    x-amz-sso_bearer_token: planted-token
    ");
}

#[test]
fn credentials_and_logout() {
    let credentials = GetRoleCredentials { account: account(), role: role("Read Only+/é&x=1#") };
    insta::assert_snapshot!([request(&credentials), request(&Logout)].join("\n"), @"
    GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Read%20Only%2B%2F%C3%A9%26x%3D1%23&account_id=111122223333
    x-amz-sso_bearer_token: planted-token


    POST https://portal.sso.eu-west-1.amazonaws.com/logout
    x-amz-sso_bearer_token: planted-token
    ");
}

#[test]
fn under_a_prefix() {
    let request = Logout.request(&endpoint("http://127.0.0.1:8080/idc/"), &token()).expect("a request");
    assert_eq!(request.uri(), "http://127.0.0.1:8080/idc/logout");
}

#[test]
fn a_token_that_is_none_needs_a_sign_in() {
    for text in ["two\nlines", "nul\0"] {
        let outcome = Logout.request(&endpoint("http://x.test"), &AccessToken::new(text));
        let error = outcome.expect_err("no header may hold it");
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!format!("{error} {error:?}").contains("lines"), "{error:?}");
    }
}

#[test]
fn debug_of_a_request_shows_no_token() {
    let request = Logout.request(&endpoint("http://x.test"), &token()).expect("a request");
    assert!(!format!("{request:?}").contains("planted"), "{request:?}");
}
