//! Reading replies: lenient about spelling, strict about what must be there.

use crate::support::{account, at, reply, role};
use daypass_portal_client::{
    Account, Error, ErrorKind, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation as _,
    Page,
};
use daypass_sso_types::{Credentials, RoleName};

fn accounts(body: &str) -> Result<Page<Account>, Error> {
    ListAccounts::default().read(&reply(200, body))
}

fn roles(body: &str) -> Result<Page<RoleName>, Error> {
    ListAccountRoles { account: account(), next_token: None, max_results: None }.read(&reply(200, body))
}

fn credentials(body: &str) -> Result<Credentials, Error> {
    GetRoleCredentials { account: account(), role: role("Dev") }.read(&reply(200, body))
}

fn with_expiration(expiration: &str) -> String {
    format!(
        r#"{{"roleCredentials":{{"accessKeyId":"AKIA","secretAccessKey":"planted","sessionToken":"planted","expiration":{expiration}}}}}"#
    )
}

#[test]
fn pages() {
    let page = accounts(
        r#"{"accountList":[{"accountId":"000000000001","accountName":"dev","emailAddress":"a@b.test"},
            {"accountId":"2","accountName":null,"new":{}}],"nextToken":"n"}"#,
    )
    .expect("a page");
    let lines: Vec<_> = page.items.iter().map(|account| format!("{account:?}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Account { id: AccountId("000000000001"), name: Some("dev"), email: Some("a@b.test") }
    Account { id: AccountId("2"), name: None, email: None }
    "#);
    assert_eq!(page.next_token.as_deref(), Some("n"));
    for end in ["", r#","nextToken":null"#, r#","nextToken":"""#] {
        let page =
            roles(&format!(r#"{{"roleList":[{{"roleName":"Dev","accountId":"1"}}]{end}}}"#)).expect(end);
        assert_eq!(page, Page { items: vec![role("Dev")], next_token: None });
    }
    assert!(accounts(r#"{"accountList":[]}"#).expect("nobody's account").items.is_empty());
}

/// A name goes into a path of the file system and into a URL.
#[test]
fn a_role_has_a_name_that_iam_allows() {
    let read = |name: &str| roles(&format!(r#"{{"roleList":[{{"roleName":"{name}"}}]}}"#));
    for name in ["a", "Az09+=,.@_-", &"x".repeat(64)] {
        assert_eq!(read(name).expect(name).items, [role(name)]);
    }
    for name in ["a b", "a/b", "../x", "caf\u{e9}", "a:b", &"x".repeat(65)] {
        assert_eq!(read(name).expect_err(name).kind(), ErrorKind::Malformed, "{name}");
    }
}

#[test]
fn expirations() {
    for (text, seconds) in [
        ("1700000000000", 1_700_000_000),
        ("1700000000999", 1_700_000_000),
        ("1700000000999.75", 1_700_000_000),
        ("1.7e12", 1_700_000_000),
        (r#""1700000000999""#, 1_700_000_000),
        ("999", 0),
        // The end of the year 9999, the last that RFC 3339 can write.
        ("253402300799999", 253_402_300_799),
    ] {
        let read = credentials(&with_expiration(text)).expect(text);
        assert_eq!(read.expires_at, Some(at(seconds)), "{text}");
        assert_eq!(read.account_id, Some(account()));
        assert_eq!(read.session_token.expect("a session token").expose(), "planted");
    }
}

#[test]
fn what_is_malformed() {
    let mut errors = Vec::new();
    for text in
        ["", "{", r#"{"accountList":["#, "[]", "null", "<!doctype html>", "{}", r#"{"accountList":null}"#]
    {
        errors.push(accounts(text).expect_err(text));
    }
    for text in [
        r#"{"accountList":{}}"#,
        r#"{"accountList":["1"]}"#,
        r#"{"accountList":[{}]}"#,
        r#"{"accountList":[{"accountId":111122223333}]}"#,
        r#"{"accountList":[{"accountId":"../etc"}]}"#,
        r#"{"accountList":[{"accountId":"1","accountName":[]}]}"#,
        r#"{"accountList":[],"nextToken":7}"#,
    ] {
        errors.push(accounts(text).expect_err(text));
    }
    for text in [
        r#"{"roleList":[{"roleName":"a\nb"}]}"#,
        r#"{"roleList":[{"roleName":""}]}"#,
        r#"{"accountList":[]}"#,
    ] {
        errors.push(roles(text).expect_err(text));
    }
    for text in ["-1", "true", "\"soon\"", "null", "1e300", "18446744073709551615", "253402300800000"] {
        errors.push(credentials(&with_expiration(text)).expect_err(text));
    }
    let whole = with_expiration("1");
    for member in ["roleCredentials", "accessKeyId", "secretAccessKey", "sessionToken", "expiration"] {
        errors.push(credentials(&whole.replace(member, "x")).expect_err(member));
    }
    errors.push(credentials(r#"{"roleCredentials":null}"#).expect_err("null"));
    errors.push(credentials(r#"{"roleCredentials":"planted"}"#).expect_err("a text"));
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
    }
    insta::assert_snapshot!(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @"
    the access portal's reply is not usable: empty
    the access portal's reply is not usable: not JSON
    the access portal's reply is not usable: not JSON
    the access portal's reply is not usable: it is not a JSON object
    the access portal's reply is not usable: it is not a JSON object
    the access portal's reply is not usable: a web page; is there a captive portal or a proxy in between?
    the access portal's reply is not usable: its member accountList is missing
    the access portal's reply is not usable: its member accountList is missing
    the access portal's reply is not usable: its member accountList is not a list
    the access portal's reply is not usable: accountList is not a JSON object
    the access portal's reply is not usable: its member accountId is missing
    the access portal's reply is not usable: its member accountId is not a text
    the access portal's reply is not usable: an accountId is not one
    the access portal's reply is not usable: its member accountName is not a text
    the access portal's reply is not usable: its member nextToken is not a text
    the access portal's reply is not usable: a roleName is not one
    the access portal's reply is not usable: a roleName is not one
    the access portal's reply is not usable: its member roleList is missing
    the access portal's reply is not usable: its member expiration is not a number
    the access portal's reply is not usable: its member expiration is not a number
    the access portal's reply is not usable: its member expiration is not a number
    the access portal's reply is not usable: its member expiration is missing
    the access portal's reply is not usable: its member expiration is not a number
    the access portal's reply is not usable: its member expiration is out of range
    the access portal's reply is not usable: its member expiration is out of range
    the access portal's reply is not usable: its member roleCredentials is missing
    the access portal's reply is not usable: its member accessKeyId is missing
    the access portal's reply is not usable: its member secretAccessKey is missing
    the access portal's reply is not usable: its member sessionToken is missing
    the access portal's reply is not usable: its member expiration is missing
    the access portal's reply is not usable: its member roleCredentials is missing
    the access portal's reply is not usable: roleCredentials is not a JSON object
    ");
}

#[test]
fn signed_out() {
    for (status, body) in [(200, ""), (204, "")] {
        Logout.read(&reply(status, body)).expect("any success is one");
    }
    assert_eq!(Logout.read(&reply(200, "<html>")).expect_err("no AWS").kind(), ErrorKind::Malformed);
}
