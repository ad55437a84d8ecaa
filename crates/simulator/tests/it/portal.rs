//! Tests of the portal: assignments, pages, expiry.

use crate::client::Client;
use daypass_simulator::World;
use std::{collections::BTreeSet, time::Duration};

fn signed_in(name: &str) -> (Client, String) {
    let mut client = Client::scenario(name);
    let registered = client.register(&["sso:account:access"]);
    let token = client.sign_in(&registered).text("accessToken");
    (client, token)
}

#[test]
fn every_account_is_listed_once_for_every_page_size() {
    let (mut client, token) = signed_in("many-accounts");
    for (parameter, pages) in [("", 2), ("max_result=7", 29), ("max_result=100", 2), ("max_result=1", 200)] {
        let (mut seen, mut next, mut count) = (BTreeSet::new(), String::new(), 0);
        loop {
            let answer =
                client.portal(&token, &format!("/assignment/accounts?{parameter}&next_token={next}"));
            for account in answer.json["accountList"].as_array().expect("a list") {
                assert!(seen.insert(account["accountId"].as_str().expect("an id").to_owned()), "{account}");
            }
            count += 1;
            match answer.json["nextToken"].as_str() {
                Some(token) => token.clone_into(&mut next),
                None => break,
            }
        }
        assert_eq!((seen.len(), count), (200, pages), "{parameter}");
    }
}

#[test]
fn invalid_requests_are_refused() {
    let (mut client, token) = signed_in("teams");
    let mut check = |path: &str, wanted: &str| {
        assert_eq!(client.portal(&token, path).verdict(), wanted, "{path}");
    };
    check("/assignment/accounts?max_result=0", "400 InvalidRequestException");
    check("/assignment/accounts?max_result=101", "400 InvalidRequestException");
    check("/assignment/accounts?next_token=zzz", "400 InvalidRequestException");
    check("/assignment/roles", "400 InvalidRequestException");
    check("/assignment/roles?account_id=12345", "400 InvalidRequestException");
    check("/assignment/roles?account_id=000000000000", "404 ResourceNotFoundException");
    check("/federation/credentials?account_id=111122223333", "400 InvalidRequestException");
    check("/federation/credentials?account_id=111122223333&role_name=Nobody", "403 ForbiddenException");
    check("/federation/credentials?account_id=111122223333&role_name=AWSAdministratorAccess", "200");
    check("/no/such/path", "404");
    assert_eq!(client.portal("other", "/assignment/accounts").verdict(), "401 UnauthorizedException");
    assert_eq!(client.get("/assignment/accounts").verdict(), "401 UnauthorizedException");
}

#[test]
fn users_see_only_their_assignments() {
    let mut client = Client::scenario("teams");
    let registered = client.register(&["sso:account:access"]);
    let mut accounts_of = |user: &str| {
        let device = client.start(&registered);
        let page = device.text("verificationUriComplete");
        assert_eq!(client.form(&page, &format!("decision=allow&user={user}")).status, 200);
        let token = client.poll(&registered, &device).text("accessToken");
        let payroll = client.portal(&token, "/assignment/roles?account_id=444455556666").verdict();
        let list = client.portal(&token, "/assignment/accounts").json;
        (list["accountList"].as_array().expect("a list").len(), payroll)
    };
    assert_eq!(accounts_of("ada%40example.com"), (3, "200".to_owned()));
    assert_eq!(accounts_of("brian%40example.com"), (2, "403 ForbiddenException".to_owned()));
}

#[test]
fn credentials_have_the_lifetime_of_their_role() {
    let (mut client, token) = signed_in("teams");
    let now = 1_700_000_000_000_u64;
    for (role, seconds) in [("AWSAdministratorAccess", 900), ("AWSReadOnlyAccess", 3600)] {
        let path = format!("/federation/credentials?account_id=111122223333&role_name={role}");
        let answer = client.portal(&token, &path);
        assert_eq!(answer.json["roleCredentials"]["expiration"], now + seconds * 1000, "{role}");
    }
}

#[test]
fn tokens_expire() {
    let (mut client, token) = signed_in("article");
    client.pass(3599);
    assert_eq!(client.portal(&token, "/assignment/accounts").verdict(), "200");
    client.pass(1);
    assert_eq!(
        client.portal(&token, "/assignment/accounts").verdict(),
        "401 UnauthorizedException",
        "expired"
    );

    let (mut client, token) = signed_in("article");
    client.world.advance(Duration::from_secs(3600));
    assert_eq!(client.portal(&token, "/assignment/accounts").verdict(), "401 UnauthorizedException", "aged");

    let mut client = Client::of(World::demo());
    let registered = client.register(&["sso:account:access"]);
    let tokens = client.sign_in(&registered);
    let (token, refresh) = (tokens.text("accessToken"), tokens.text("refreshToken"));
    assert_eq!(client.logout(&token).verdict(), "200");
    assert_eq!(client.logout(&token).verdict(), "401 UnauthorizedException");
    assert_eq!(client.portal(&token, "/assignment/accounts").verdict(), "401 UnauthorizedException");
    assert_eq!(client.refresh(&registered, &refresh).verdict(), "400 InvalidGrantException");
}

#[test]
fn a_token_without_the_scope_is_refused() {
    let mut client = Client::new();
    let registered = client.register(&["codewhisperer:completions"]);
    let token = client.sign_in(&registered).text("accessToken");
    assert_eq!(client.portal(&token, "/assignment/accounts").verdict(), "401 UnauthorizedException");
}
