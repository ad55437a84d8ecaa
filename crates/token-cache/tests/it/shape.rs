//! The bytes of a file, as the AWS CLI writes them.

use crate::help::{Home, at, corp, credentials, full_token};
use daypass_sso_types::{AccessToken, ClientSecret};
use daypass_token_cache::{Registration, RoleEntry, Token};
use insta::assert_snapshot;
use std::fs;

fn saved(home: &Home) -> String {
    fs::read_to_string(home.store().path(&corp())).expect("a file")
}

fn token(token: &Token) -> String {
    let home = Home::new();
    let _saved = home.store().save_token(&corp(), token).expect("saved");
    saved(&home)
}

fn registration(registration: &Registration) -> String {
    let home = Home::new();
    let _saved = home.store().save_registration(&corp(), registration).expect("saved");
    saved(&home)
}

fn role(entry: &RoleEntry) -> String {
    let home = Home::new();
    let _saved = home.store().save_role(&corp(), entry).expect("saved");
    saved(&home)
}

#[test]
fn a_token() {
    assert_snapshot!(token(&full_token()), @r#"{"startUrl": "https://corp.awsapps.com/start", "region": "us-east-1", "accessToken": "at", "expiresAt": "2026-11-23T02:55:59Z", "clientId": "cid", "clientSecret": "csec", "registrationExpiresAt": "2027-02-20T18:55:59Z", "refreshToken": "rt"}"#);
}

#[test]
fn a_token_with_the_least() {
    assert_snapshot!(token(&Token::new(AccessToken::new("ü😀\"\\\n\u{1}\u{7f}"), at("2026-11-23T02:55:59.9Z"))), @r#"{"accessToken": "\u00fc\ud83d\ude00\"\\\n\u0001\u007f", "expiresAt": "2026-11-23T02:55:59Z"}"#);
}

#[test]
fn registrations() {
    let mut one = Registration::new("cid", ClientSecret::new("csec"), at("2027-02-20T18:55:59Z"));
    assert_snapshot!(registration(&one), @r#"{"clientId": "cid", "clientSecret": "csec", "expiresAt": "2027-02-20T18:55:59Z"}"#);
    one.scopes = vec!["sso:account:access".to_owned(), "x".to_owned()];
    one.grant_types =
        vec!["urn:ietf:params:oauth:grant-type:device_code".to_owned(), "refresh_token".to_owned()];
    assert_snapshot!(registration(&one), @r#"{"clientId": "cid", "clientSecret": "csec", "expiresAt": "2027-02-20T18:55:59Z", "scopes": ["sso:account:access", "x"]}"#);
    one.grant_types = vec!["authorization_code".to_owned(), "refresh_token".to_owned()];
    assert_snapshot!(registration(&one), @r#"{"clientId": "cid", "clientSecret": "csec", "expiresAt": "2027-02-20T18:55:59Z", "scopes": ["sso:account:access", "x"], "grantTypes": ["authorization_code", "refresh_token"]}"#);
}

#[test]
fn roles() {
    assert_snapshot!(role(&RoleEntry::sso(credentials())), @r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIA1", "SecretAccessKey": "secret", "SessionToken": "session", "Expiration": "2026-11-23T02:55:59Z", "AccountId": "111122223333"}}"#);
    assert_snapshot!(role(&RoleEntry::assumed(credentials())), @r#"{"Credentials": {"AccessKeyId": "ASIA1", "SecretAccessKey": "secret", "SessionToken": "session", "Expiration": "2026-11-23T02:55:59+00:00", "AccountId": "111122223333"}}"#);
}

/// Read, changed and written, a file keeps what daypass does not know, byte for byte and in its order.
#[test]
fn unknown_members_survive() {
    let home = Home::new();
    home.put(
        &corp(),
        r#"{"zeta": {"b":[1,  2.50e3], "a": null}, "ACCESSTOKEN": "at", "expiresAt": "2026-11-23T02:55:59.123Z",
            "alpha": "\ud83d", "refreshToken": null, "clientId": 5, "big": 123456789012345678901234567890}"#,
    );
    let store = home.store();
    let mut token = store.load_token(&corp()).expect("read").expect("there");
    token.region = Some("eu-west-1".to_owned());
    let _saved = store.save_token(&corp(), &token).expect("saved");
    assert_snapshot!(saved(&home), @r#"{"region": "eu-west-1", "accessToken": "at", "expiresAt": "2026-11-23T02:55:59Z", "zeta": {"b":[1,  2.50e3], "a": null}, "alpha": "\ud83d", "big": 123456789012345678901234567890}"#);

    let mut fresh = full_token();
    fresh.keep_unknown_members_of(&token);
    let _saved = store.save_token(&corp(), &fresh).expect("saved");
    assert_snapshot!(saved(&home), @r#"{"startUrl": "https://corp.awsapps.com/start", "region": "us-east-1", "accessToken": "at", "expiresAt": "2026-11-23T02:55:59Z", "clientId": "cid", "clientSecret": "csec", "registrationExpiresAt": "2027-02-20T18:55:59Z", "refreshToken": "rt", "zeta": {"b":[1,  2.50e3], "a": null}, "alpha": "\ud83d", "big": 123456789012345678901234567890}"#);

    home.put(
        &corp(),
        r#"{"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c",
            "Expiration": "2099-01-01T00:00:00+00:00", "X": 1}, "AssumedRoleUser": {"Arn": "arn"}}"#,
    );
    let entry = store.load_role(&corp()).expect("read").expect("there");
    assert!(!entry.is_sso());
    let _saved = store.save_role(&corp(), &entry).expect("saved");
    assert_snapshot!(saved(&home), @r#"{"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c", "Expiration": "2099-01-01T00:00:00+00:00", "X": 1}, "AssumedRoleUser": {"Arn": "arn"}}"#);
}

#[test]
fn debug_shows_no_secret() {
    let mut token = full_token();
    token.refresh_token = None;
    let shown = format!("{token:?} {:?}", RoleEntry::sso(credentials()));
    for secret in ["\"at\"", "csec", "\"secret\"", "\"session\""] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
