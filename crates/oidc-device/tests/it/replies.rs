//! Reading replies: lenient about spelling, strict about what must be there.

use crate::support::{at, reply};
use daypass_oidc_device::{DeviceAuthorization, Error, ErrorKind, Grant, Registration, RegistrationRequest};
use std::time::Duration;

fn registration(body: &str) -> Result<Registration, Error> {
    Registration::read(&RegistrationRequest::device("x", &[]), &reply(200, body), at(1000))
}

fn device(body: &str) -> Result<DeviceAuthorization, Error> {
    DeviceAuthorization::read(&reply(200, body), at(1000))
}

fn grant(body: &str) -> Result<Grant, Error> {
    Grant::read(&reply(200, body), at(1000))
}

#[test]
fn registrations() {
    let read = registration(
        r#"{"clientId":"c","clientSecret":"s","clientIdIssuedAt":1,"clientSecretExpiresAt":1700000000,
            "authorizationEndpoint":null,"tokenEndpoint":"https://ignored"}"#,
    )
    .expect("a registration");
    assert_eq!((read.client_id.as_str(), read.client_secret.expose()), ("c", "s"));
    assert_eq!(read.expires_at, at(1_700_000_000));
    let never =
        registration(r#"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":0}"#).expect("RFC 7591");
    assert_eq!(never.expires_at, at(1000 + 90 * 86400));
    let wanted = RegistrationRequest::authorization_code("x", &[], "https://s");
    let body = r#"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":7}"#;
    let read = Registration::read(&wanted, &reply(200, body), at(0)).expect("a registration");
    assert_eq!(read.scopes, ["sso:account:access"]);
    assert_eq!(read.grant_types, ["authorization_code", "refresh_token"]);
}

#[test]
fn device_authorizations() {
    let body = |interval: &str| {
        format!(
            r#"{{"deviceCode":"d","userCode":"AB-CD","verificationUri":"https://v","verificationUriComplete":"https://v/?c",
                "expiresIn":600{interval}}}"#
        )
    };
    for (interval, seconds) in [
        ("", 5),
        (r#","interval":null"#, 5),
        (r#","interval":1"#, 1),
        (r#","interval":0"#, 0),
        (r#","interval":2.0"#, 2),
        (r#","interval":"3""#, 3),
        (r#","interval":"4.9""#, 4),
    ] {
        let read = device(&body(interval)).expect(interval);
        assert_eq!(read.interval, Duration::from_secs(seconds), "{interval}");
        assert_eq!(read.expires_at, at(1600));
        assert_eq!(read.address(), "https://v/?c");
    }
    let least = r#"{"deviceCode":"d","userCode":"AB-CD","verificationUri":"https://v","expiresIn":600}"#;
    assert_eq!(device(least).expect("RFC 8628, section 3.2").address(), "https://v");
}

#[test]
fn grants() {
    let read = grant(r#"{"accessToken":"a","tokenType":"Bearer","expiresIn":"28800","refreshToken":null}"#);
    let read = read.expect("a grant");
    assert_eq!((read.access_token.expose(), read.refresh_token), ("a", None));
    assert_eq!(read.expires_at, at(1000 + 28800));
    let read =
        grant(r#"{"accessToken":"a","expiresIn":1.0,"refreshToken":"r","idToken":"i"}"#).expect("a grant");
    assert_eq!(read.refresh_token.expect("a refresh token").expose(), "r");
    // Times are kept up to the end of the year 9999, the last that RFC 3339 can write.
    let until = |end: u64| grant(&format!(r#"{{"accessToken":"a","expiresIn":{}}}"#, end - 1000));
    assert_eq!(until(253_402_300_799).expect("a grant").expires_at, at(253_402_300_799));
    assert_eq!(until(253_402_300_800).expect_err("year 10000").kind(), ErrorKind::Malformed);
}

/// What a service says is judged before anybody stores, shows or opens it.
#[test]
fn what_cannot_be() {
    for (member, value) in [
        ("tokenType", r#""mac""#),
        ("tokenType", r#""""#),
        ("expiresIn", "0"),
        ("accessToken", r#""""#),
        ("accessToken", r#""a b""#),
        ("refreshToken", r#""a\nb""#),
    ] {
        let body = format!(r#"{{"accessToken":"a","expiresIn":1,"{member}":{value}}}"#);
        assert_eq!(grant(&body).expect_err(&body).kind(), ErrorKind::Malformed, "{body}");
    }
    grant(r#"{"accessToken":"a","expiresIn":1,"tokenType":"bearer"}"#)
        .expect("RFC 6749: its case is no matter");
    for (member, value) in [
        ("userCode", ""),
        ("userCode", "AB CD"),
        ("expiresIn", "0"),
        ("userCode", "AB\\u001b[2J"),
        ("verificationUri", "javascript:alert(1)"),
        ("verificationUri", "https://a@evil.example/"),
        ("verificationUriComplete", "http://127.0.0.1:80@evil.example/"),
        ("verificationUriComplete", "https://v/\\n--version"),
    ] {
        let good = r#"{"deviceCode":"d","userCode":"AB-CD","verificationUri":"https://v","verificationUriComplete":"https://w","expiresIn":9"#;
        let body = format!(r#"{good},"{member}":"{value}"}}"#);
        assert_eq!(device(&body).expect_err(&body).kind(), ErrorKind::Malformed, "{body}");
    }
}

#[test]
fn what_is_malformed() {
    let whole = r#"{"deviceCode":"planted","userCode":"u","verificationUri":"https://v","verificationUriComplete":"https://w","expiresIn":9}"#;
    device(whole).expect("with every member it is good");
    let mut lines = Vec::new();
    for member in ["deviceCode", "userCode", "verificationUri", "expiresIn"] {
        lines.push(device(&whole.replace(&format!("\"{member}\""), "\"x\"")).expect_err(member));
    }
    let texts = [
        "",
        "{",
        r#"{"accessToken":"planted"#,
        "[]",
        "null",
        "\u{feff}{}",
        "<!DOCTYPE html><title>Guest network</title>",
        r#"{"accessToken":"planted"}"#,
        r#"{"accessToken":null,"expiresIn":1}"#,
        r#"{"accessToken":["planted"],"expiresIn":1}"#,
        r#"{"accessToken":"planted","expiresIn":"soon"}"#,
        r#"{"accessToken":"planted","expiresIn":-1}"#,
        r#"{"accessToken":"planted","expiresIn":1e300}"#,
        r#"{"accessToken":"planted","expiresIn":18446744073709551615}"#,
        r#"{"accessToken":"planted","expiresIn":true}"#,
        r#"{"accessToken":"planted","expiresIn":1,"refreshToken":7}"#,
    ];
    lines.extend(texts.map(|text| grant(text).expect_err(text)));
    lines.push(registration(r#"{"clientId":"c","clientSecret":"s"}"#).expect_err("no end"));
    lines.push(registration(r#"{"clientId":"c","clientSecretExpiresAt":1}"#).expect_err("no secret"));
    lines.push(Grant::read(&reply(200, b"\xff\xfe".to_vec()), at(0)).expect_err("not UTF-8"));
    for error in &lines {
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
    }
    insta::assert_snapshot!(lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @"
    the sign-in service's reply is not usable: its member deviceCode is missing
    the sign-in service's reply is not usable: its member userCode is missing
    the sign-in service's reply is not usable: its member verificationUri is missing
    the sign-in service's reply is not usable: its member expiresIn is missing
    the sign-in service's reply is not usable: empty
    the sign-in service's reply is not usable: not JSON
    the sign-in service's reply is not usable: not JSON
    the sign-in service's reply is not usable: it is not a JSON object
    the sign-in service's reply is not usable: it is not a JSON object
    the sign-in service's reply is not usable: not JSON
    the sign-in service's reply is not usable: a web page; is there a captive portal or a proxy in between?
    the sign-in service's reply is not usable: its member expiresIn is missing
    the sign-in service's reply is not usable: its member accessToken is missing
    the sign-in service's reply is not usable: its member accessToken is not a text
    the sign-in service's reply is not usable: its member expiresIn is not a number
    the sign-in service's reply is not usable: its member expiresIn is not a number
    the sign-in service's reply is not usable: its member expiresIn is not a number
    the sign-in service's reply is not usable: its member expiresIn is out of range
    the sign-in service's reply is not usable: its member expiresIn is not a number
    the sign-in service's reply is not usable: its member refreshToken is not a text
    the sign-in service's reply is not usable: its member clientSecretExpiresAt is missing
    the sign-in service's reply is not usable: its member clientSecret is missing
    the sign-in service's reply is not usable: not JSON
    ");
}

#[test]
fn debug_shows_no_secret() {
    let read = device(
        r#"{"deviceCode":"planted","userCode":"u","verificationUri":"https://v","verificationUriComplete":"https://w","expiresIn":9}"#,
    );
    let grant = grant(r#"{"accessToken":"planted","expiresIn":1,"refreshToken":"planted"}"#);
    let registration = registration(r#"{"clientId":"c","clientSecret":"planted","clientSecretExpiresAt":1}"#);
    let text = format!("{read:?} {grant:?} {registration:?}");
    assert!(text.contains("redacted") && !text.contains("planted"), "{text}");
}
