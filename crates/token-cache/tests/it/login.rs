//! The files of console sign-ins: what every tool writes is read, and what is written every tool reads. `lNN` in a name
//! is the case of that number in the list of cases of `aws login`.

use crate::help::{Home, at, put, vector};
use daypass_sso_types::{AccountId, Credentials, DpopKey, RefreshToken, SecretAccessKey, SessionToken};
use daypass_token_cache::{LoginEntry, LoginKey, Store, TokenAction};
use insta::assert_snapshot;
use serde_json::Value;
use std::{fs, time::Duration};

pub(crate) const ARN: &str = "arn:aws:iam::005000000022:user/bob";
pub(crate) const EXPIRY: &str = "2026-11-23T02:55:59Z";

pub(crate) fn store(home: &Home) -> Store {
    Store::at(home.path().join(".aws/login/cache"))
}

pub(crate) fn bob() -> LoginKey {
    LoginKey::of(ARN)
}

/// Reads a file with this text.
pub(crate) fn read(text: &str) -> Result<LoginEntry, String> {
    let home = Home::new();
    put(&store(&home).login_path(&bob()), text);
    let read = store(&home).load_login(&bob()).map_err(|error| error.to_string())?;
    read.ok_or_else(|| "not there".to_owned())
}

fn saved(entry: &LoginEntry) -> String {
    let home = Home::new();
    let _saved = store(&home).save_login(&bob(), entry).expect("saved");
    fs::read_to_string(store(&home).login_path(&bob())).expect("a file")
}

/// The file of the AWS CLI 2.36.7.
pub(crate) const CLI: &str = r#"{"accessToken": {"accessKeyId": "ASIA1", "secretAccessKey": "secret", "sessionToken": "session", "accountId": "005000000022", "expiresAt": "2026-11-23T02:55:59Z"}, "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "r1", "idToken": "i1", "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nk1\n-----END EC PRIVATE KEY-----\n"}"#;

/// That file after a refresh by each SDK, as it was seen or read in its source.
const BY_SDK: [(&str, &str); 6] = [
    ("AWS CLI", CLI),
    (
        "boto3, with the region",
        r#"{"accessToken": {"accessKeyId": "ASIA1", "secretAccessKey": "secret", "sessionToken": "session", "accountId": "005000000022", "expiresAt": "2026-11-23T02:55:59Z"}, "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "r1", "idToken": "i1", "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nk1\n-----END EC PRIVATE KEY-----\n", "signInRegion": "us-east-2"}"#,
    ),
    (
        "JavaScript: indented, milliseconds",
        "{\n  \"accessToken\": {\n    \"accessKeyId\": \"ASIA1\",\n    \"secretAccessKey\": \"secret\",\n    \"sessionToken\": \"session\",\n    \"accountId\": \"005000000022\",\n    \"expiresAt\": \"2026-11-23T02:55:59.120Z\"\n  },\n  \"tokenType\": \"aws_sigv4\",\n  \"clientId\": \"arn:aws:signin:::devtools/same-device\",\n  \"refreshToken\": \"r1\",\n  \"idToken\": \"i1\",\n  \"dpopKey\": \"-----BEGIN EC PRIVATE KEY-----\\nk1\\n-----END EC PRIVATE KEY-----\\n\"\n}",
    ),
    (
        "Rust: compact, microseconds, another order",
        r#"{"accessToken":{"accessKeyId":"ASIA1","secretAccessKey":"secret","sessionToken":"session","accountId":"005000000022","expiresAt":"2026-11-23T02:55:59.123456Z"},"tokenType":"aws_sigv4","refreshToken":"r1","idToken":"i1","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":"-----BEGIN EC PRIVATE KEY-----\nk1\n-----END EC PRIVATE KEY-----\n"}"#,
    ),
    (
        "Go: nanoseconds, the local offset, an empty id token of another name",
        r#"{"accessToken":{"accessKeyId":"ASIA1","secretAccessKey":"secret","sessionToken":"session","accountId":"005000000022","expiresAt":"2026-11-23T03:55:59.123456789+01:00"},"tokenType":"aws_sigv4","refreshToken":"r1","identityToken":"","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":"-----BEGIN EC PRIVATE KEY-----\nk1\n-----END EC PRIVATE KEY-----\n"}"#,
    ),
    (
        "Java: an id token of another name",
        r#"{"accessToken":{"accessKeyId":"ASIA1","secretAccessKey":"secret","sessionToken":"session","accountId":"005000000022","expiresAt":"2026-11-23T02:55:59Z"},"tokenType":"aws_sigv4","refreshToken":"r1","identityToken":"i1","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":"-----BEGIN EC PRIVATE KEY-----\nk1\n-----END EC PRIVATE KEY-----\n"}"#,
    ),
];

#[test]
fn l44_what_every_sdk_writes_is_read() {
    for (sdk, text) in BY_SDK {
        let entry = read(text).expect(sdk);
        let keys = &entry.credentials;
        assert_eq!(keys.access_key_id, "ASIA1", "{sdk}");
        assert_eq!(keys.secret_access_key.expose(), "secret", "{sdk}");
        assert_eq!(keys.session_token.as_ref().map(SessionToken::expose), Some("session"), "{sdk}");
        assert_eq!(keys.account_id.as_ref().map(AccountId::as_str), Some("005000000022"), "{sdk}");
        let expiry = keys.expires_at.expect(sdk);
        assert!(expiry.duration_since(at(EXPIRY)).expect(sdk) < Duration::from_secs(1), "{sdk}: {expiry:?}");
        assert_eq!(entry.client_id.as_deref(), Some("arn:aws:signin:::devtools/same-device"), "{sdk}");
        assert_eq!(entry.refresh_token, Some(RefreshToken::new("r1")), "{sdk}");
        let id_token = entry.id_token.as_ref().map(|token| token.expose().to_owned());
        assert_eq!(id_token.as_deref(), (!sdk.starts_with("Go")).then_some("i1"), "{sdk}");
        assert!(entry.dpop_key.as_ref().is_some_and(|key| key.expose().contains("\nk1\n")), "{sdk}");
        let region = sdk.starts_with("boto3").then_some("us-east-2");
        assert_eq!(entry.sign_in_region.as_deref(), region, "{sdk}");
        assert!(entry.is_renewable(), "{sdk}");
    }
}

#[test]
fn l45_what_is_written_has_the_bytes_of_the_aws_cli() {
    assert_eq!(saved(&read(CLI).expect("a sign-in")), CLI);
    for (sdk, text) in BY_SDK {
        let written = saved(&read(text).expect(sdk));
        let value: Value = serde_json::from_str(&written).expect(sdk);
        assert_eq!(value.pointer("/accessToken/expiresAt"), Some(&Value::from(EXPIRY)), "{sdk}");
        assert!(
            written.starts_with(CLI.trim_end_matches('}').get(..150).expect("a head")),
            "{sdk}: {written}"
        );
    }
    let keys = read(CLI).expect("a sign-in").credentials;
    assert_snapshot!(saved(&LoginEntry::new(keys)), @r#"{"accessToken": {"accessKeyId": "ASIA1", "secretAccessKey": "secret", "sessionToken": "session", "accountId": "005000000022", "expiresAt": "2026-11-23T02:55:59Z"}, "tokenType": "aws_sigv4"}"#);
}

/// The keys of a refresh.
pub(crate) fn new_keys() -> Credentials {
    Credentials {
        access_key_id: "ASIA2".to_owned(),
        secret_access_key: SecretAccessKey::new("secret2"),
        session_token: Some(SessionToken::new("session2")),
        expires_at: Some(at("2026-11-23T03:10:59Z")),
        account_id: None,
    }
}

#[test]
fn l30_l31_a_refresh_keeps_all_that_it_does_not_renew() {
    let before = read(
        r#"{"zeta": {"b":[1,  2.50e3]}, "accessToken": {"x": "y", "accessKeyId": "ASIA1", "secretAccessKey": "secret",
            "sessionToken": "session", "accountId": "005000000022", "expiresAt": "2026-11-23T02:55:59Z"},
            "clientId": "c", "refreshToken": "r1", "idToken": "i1", "dpopKey": "k1", "signInRegion": "us-east-2",
            "identityToken": "", "big": 123456789012345678901234567890}"#,
    )
    .expect("a sign-in");
    let after = before.refreshed(new_keys(), Some(RefreshToken::new("r2")));
    assert_snapshot!(saved(&after), @r#"{"accessToken": {"accessKeyId": "ASIA2", "secretAccessKey": "secret2", "sessionToken": "session2", "accountId": "005000000022", "expiresAt": "2026-11-23T03:10:59Z", "x": "y"}, "tokenType": "aws_sigv4", "clientId": "c", "refreshToken": "r2", "idToken": "i1", "dpopKey": "k1", "signInRegion": "us-east-2", "zeta": {"b":[1,  2.50e3]}, "identityToken": "", "big": 123456789012345678901234567890}"#);
}

#[test]
fn l68_without_a_new_refresh_token_the_old_one_stays() {
    let after = read(CLI).expect("a sign-in").refreshed(new_keys(), None);
    assert_eq!(after.refresh_token, Some(RefreshToken::new("r1")));
    assert_eq!(
        after.credentials.account_id.as_ref().map(AccountId::as_str),
        Some("005000000022"),
        "l67: zeros stay"
    );
}

#[test]
fn l47_l48_what_is_missing_costs_only_what_needs_it() {
    let without = |member: &str| {
        let mut value: Value = serde_json::from_str(CLI).expect("JSON");
        let _gone = value.as_object_mut().expect("an object").remove(member);
        read(&value.to_string()).expect(member)
    };
    let (fresh, soon, late) = (at("2026-11-23T02:50:59Z"), at("2026-11-23T02:51:00Z"), at(EXPIRY));
    for member in ["tokenType", "idToken"] {
        let entry = without(member);
        let actions = [fresh, soon, late].map(|now| entry.action(now));
        assert_eq!(actions, [TokenAction::Use, TokenAction::RefreshOrUse, TokenAction::Refresh], "{member}");
    }
    for member in ["refreshToken", "dpopKey", "clientId"] {
        let entry = without(member);
        let actions = [fresh, soon, late].map(|now| entry.action(now));
        assert_eq!(actions, [TokenAction::Use, TokenAction::Use, TokenAction::SignIn], "{member}");
    }
    let empty = read(&CLI.replace("\"r1\"", "\"\"")).expect("a sign-in");
    assert_eq!((empty.refresh_token.is_none(), empty.is_renewable()), (true, false));
}

#[test]
fn l29_l30_l32_l69_keys_are_refreshed_with_less_than_five_minutes_left() {
    let entry = read(CLI).expect("a sign-in");
    let end = at(EXPIRY);
    for (left, action, is_valid) in [
        (900, TokenAction::Use, true),
        (300, TokenAction::Use, true),
        (299, TokenAction::RefreshOrUse, true),
        (240, TokenAction::RefreshOrUse, true),
        (1, TokenAction::RefreshOrUse, true),
        (0, TokenAction::Refresh, false),
    ] {
        let now = end - Duration::from_secs(left);
        assert_eq!((entry.action(now), entry.is_valid(now)), (action, is_valid), "{left} s");
    }
}

#[test]
fn an_expiry_that_nobody_can_read_is_refreshed_and_not_lost() {
    for time in ["\"soon\"", "1795402559", "null", "\"\""] {
        let entry = read(&CLI.replace("\"2026-11-23T02:55:59Z\"", time)).expect(time);
        assert_eq!(entry.action(at("2026-01-01T00:00:00Z")), TokenAction::Refresh, "{time}");
    }
}

#[test]
fn names_are_the_sha_256_of_the_arn() {
    for (arn, name) in [
        (
            "arn:aws:sts::005000000022:assumed-role/Admin/alice",
            "5807826c78255064565e44831f17880bee0f62961436fcb917f5cd9eafc09dfa",
        ),
        (
            "arn:aws:iam::005000000022:root",
            "1ce43492764357cfb6c4e8e00d13a6a1abfefb26c6d6acaf79ee76cce5cf60c1",
        ),
        (ARN, "36ad910ca5fd6ce275997b99590400cb53f989cf165e05a4eb5fc98341e82126"),
        (
            "arn:aws:iam::0123456789012:user/Admin",
            "36db1d138ff460920374e4c3d8e01f53f9f73537e89c88d639f68393df0e2726",
        ),
        (
            "arn:aws-cn:iam::005000000022:user/bob",
            "775d649b29f70f55cd5a3b5767166367ff4fa8dbbf28e338394bcb3f03e6981c",
        ),
        (
            " arn:aws:sts::012345678910:assumed-role/Admin/admin\n",
            "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255",
        ),
    ] {
        let key = LoginKey::of(arn);
        assert_eq!(key.to_string(), name, "{arn}");
        assert_eq!(LoginKey::from_file_name(&key.file_name()), Some(key));
        for other in [
            name.to_owned(),
            format!("{}.json", name.to_uppercase()),
            format!("{}.json", name.get(1..).expect("a part")),
        ] {
            assert_eq!(LoginKey::from_file_name(&other), None, "{other}");
        }
    }
}

/// The cases that Rust's SDK is tested with: which files give keys at once, which are refreshed, and to what.
#[test]
fn the_cases_of_smithy_rs() {
    let text = fs::read_to_string(vector("smithy-rs/login-provider-test-cases.json")).expect("vectors");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let now = at("2025-11-19T00:00:00Z");
    let mut seen = Vec::new();
    for case in &cases {
        let key = LoginKey::of("arn:aws:sts::012345678910:assumed-role/Admin/admin");
        let home = Home::new();
        if let Some(file) = case["cacheContents"].get(key.file_name()) {
            put(&store(&home).login_path(&key), file.to_string());
        }
        let entry = store(&home).load_login(&key);
        let action = entry.as_ref().map(|entry| entry.as_ref().map(|entry| entry.action(now)));
        let words = case["documentation"].as_str().expect("words");
        seen.push(format!("{words}: {:?}", action.map_err(daypass_token_cache::Error::kind)));
        let reply = case.pointer("/mockApiCalls/0/response/tokenOutput");
        let Some((Ok(Some(before)), reply)) = Some(entry).zip(reply) else { continue };
        let text = |at: &str| reply.pointer(at).and_then(Value::as_str).expect(at).to_owned();
        let keys = Credentials {
            access_key_id: text("/accessToken/accessKeyId"),
            secret_access_key: SecretAccessKey::new(text("/accessToken/secretAccessKey")),
            session_token: Some(SessionToken::new(text("/accessToken/sessionToken"))),
            expires_at: Some(now + Duration::from_secs(900)),
            account_id: None,
        };
        let after = before.refreshed(keys, Some(RefreshToken::new(text("/refreshToken"))));
        let written: Value = serde_json::from_str(&saved(&after)).expect("JSON");
        let expected = case["outcomes"][1].get(key.file_name()).and_then(Value::as_object).expect("a file");
        for (member, value) in expected {
            assert_eq!(written.get(member), Some(value), "{member}");
        }
    }
    assert_snapshot!(seen.join("\n"), @"
    Success - Valid credentials are returned immediately: Ok(Some(Use))
    Failure - No cache file: Ok(None)
    Failure - Missing accessToken: Err(Corrupt)
    Failure - Missing refreshToken: Ok(Some(SignIn))
    Failure - Missing clientId in cache: Ok(Some(SignIn))
    Failure - Missing dpopKey: Ok(Some(SignIn))
    Success - Expired token triggers successful refresh: Ok(Some(Refresh))
    Failure - Expired token triggers failed refresh: Ok(Some(Refresh))
    ");
}

#[test]
fn debug_shows_no_secret() {
    let mut entry = read(CLI).expect("a sign-in");
    entry.dpop_key = Some(DpopKey::new("k-secret"));
    let text = format!("{entry:?}");
    for secret in ["\"secret\"", "session\"", "r1", "i1", "k-secret"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
