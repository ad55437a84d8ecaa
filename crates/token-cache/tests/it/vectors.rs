//! The files that the SDKs test themselves with, and those they were observed with: docs/evidence/cache-files.md.

use crate::help::{Home, at, corp, vector};
use daypass_token_cache::{ErrorKind, Token, TokenAction};
use serde_json::Value;
use std::fs;

#[test]
fn go() {
    let check = |name: &str, expected: Result<(&str, &str, bool), ErrorKind>| {
        let path = vector(&format!("go-v2/ssocreds/{name}.json"));
        let home = Home::new();
        home.put(&corp(), fs::read(path).expect("a vector"));
        let read = home.store().load_token(&corp()).map(|token| token.expect("there"));
        let now = at("2021-01-01");
        let seen = read
            .map(|token| (token.access_token.expose().to_owned(), token.expires_at, token.is_renewable(now)));
        let expected = expected.map(|(token, end, renewable)| (token.to_owned(), at(end), renewable));
        assert_eq!(seen.map_err(|error| error.kind()), expected, "{name}");
    };
    let soon = "2021-12-21T12:21:00Z";
    let real = "dGhpcyBpcyBub3QgYSByZWFsIHZhbHVl";
    check("valid_token", Ok((real, "2044-04-04T07:00:01Z", true)));
    check("non_utc_token", Ok((real, "2044-04-04T07:00:01Z", true)));
    check("expired_token", Ok(("expired access token", soon, true)));
    check("missing_clientId", Ok(("access token", soon, false)));
    check("missing_clientSecret", Ok(("access token", soon, false)));
    check("missing_refreshToken", Ok(("access token", soon, false)));
    check("missing_expiresAt", Ok(("access token", "1970-01-01", true)));
    check("missing_accessToken", Err(ErrorKind::Corrupt));
    check("invalid_json", Err(ErrorKind::Corrupt));
}

/// The parsing and deciding side of botocore's eight refresh cases; the calls are the business of `credentials`.
#[test]
fn botocore() {
    let path = vector("botocore/sso-provider-refresh-cases.json");
    let cases: Vec<Value> = serde_json::from_slice(&fs::read(path).expect("a vector")).expect("JSON");
    assert_eq!(cases.len(), 8);
    for case in cases {
        let now = at(case["currentTime"].as_str().expect("a time"));
        let home = Home::new();
        home.put(&corp(), case["cachedToken"].to_string());
        let action = home.store().load_token(&corp()).map(|token| token.expect("there").action(now));
        let expected = match (&case["expectedException"], &case["refreshResponse"]) {
            (Value::Null, Value::Null) => Ok(TokenAction::Use),
            (Value::Null, _) => Ok(TokenAction::Refresh),
            (_, _) if case["cachedToken"]["accessToken"].is_null() => Err(ErrorKind::Corrupt),
            // A token without an end counts as ended; the SDK calls it invalid. Both need a new sign-in.
            (_, _) => Ok(TokenAction::SignIn),
        };
        assert_eq!(action.map_err(|error| error.kind()), expected, "{}", case["documentation"]);

        if let Some(written) = case["expectedTokenWriteback"].as_object() {
            write_back(&home, &case["refreshResponse"], written);
        }
    }
}

/// What a refresh writes: the SDK's own members and values. Where it drops the refresh token, daypass keeps it.
fn write_back(home: &Home, reply: &Value, expected: &serde_json::Map<String, Value>) {
    let mut token: Token = home.store().load_token(&corp()).expect("read").expect("there");
    token.access_token = daypass_sso_types::AccessToken::new(reply["accessToken"].as_str().expect("a token"));
    token.expires_at = at(expected["expiresAt"].as_str().expect("a time"));
    if let Some(rotated) = reply["refreshToken"].as_str() {
        token.refresh_token = Some(daypass_sso_types::RefreshToken::new(rotated));
    }
    let _saved = home.store().save_token(&corp(), &token).expect("saved");
    let written = fs::read(home.store().path(&corp())).expect("saved");
    let written: serde_json::Map<String, Value> = serde_json::from_slice(&written).expect("JSON");
    let mut expected = expected.clone();
    expected.entry("refreshToken").or_insert_with(|| "cachedrefreshtoken".into());
    assert_eq!(written, expected);
}

/// Every file that four SDKs were shown: where one of them got along with what was in it, so does daypass. But for
/// an empty token, which three of them send as it is, only to be told so by the server.
#[test]
fn observed() {
    let path = vector("observed/sso-live-behaviour.jsonl");
    let (mut used, mut renewed, mut refused) = (0, 0, 0);
    for line in fs::read_to_string(path).expect("a vector").lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let name = case["case"].as_str().unwrap_or_default();
        let (Some("t3.py" | "t4.py"), Some(contents)) = (case["suite"].as_str(), case["cacheFile"].as_str())
        else {
            continue;
        };
        let home = Home::new();
        // The one file that is no text was recorded with escapes.
        let (before, after) = contents.split_once(r"\xff\xfe").unwrap_or((contents, ""));
        let middle = if after.is_empty() { &b""[..] } else { b"\xff\xfe" };
        home.put(&corp(), [before.as_bytes(), middle, after.as_bytes()].concat());
        let action = home
            .store()
            .load_token(&corp())
            .ok()
            .flatten()
            .map(|token| token.action(at("2026-11-22T18:57:00Z")));
        let label = format!("{name}, {}: {action:?}", case["sdk"]);
        if !case["result"]["error"].is_null() || name.starts_with("accessToken ") {
            refused += 1;
        } else if case["requests"]
            .as_array()
            .is_some_and(|calls| calls.iter().any(|call| call == "POST /token"))
        {
            renewed += 1;
            assert!(matches!(action, Some(TokenAction::Use | TokenAction::Refresh)), "{label}");
        } else {
            used += 1;
            assert_eq!(action, Some(TokenAction::Use), "{label}");
        }
    }
    println!("{used} used as they were, {renewed} refreshed, {refused} refused by their reader");
    assert!(used > 80 && renewed > 5 && refused > 40);
}
