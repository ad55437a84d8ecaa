//! T15: a URL that cannot be a portal or a console page is refused where it is typed.

use daypass_simulator::World;
use daypass_testkit::{Home, world::PROFILE_CONFIG};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread,
};

const SESSION: &str =
    "configure sso-session --no-input --sso-session my-sso --sso-region eu-west-1 --sso-start-url";

/// A sign-in service whose verification address looks like loopback to who reads prefixes.
fn evil_service() -> String {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = socket.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let mut head = String::new();
            let mut lines = BufReader::new(&stream);
            while lines.read_line(&mut head).is_ok_and(|length| length > 2) {}
            let (status, body) = match head.split(' ').nth(1) {
                Some("/client/register") => {
                    (200, r#"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":0}"#)
                }
                Some("/device_authorization") => (
                    200,
                    r#"{"deviceCode":"d","userCode":"ABCD-EFGH","expiresIn":600,"interval":1,
                        "verificationUri":"http://127.0.0.1:80@evil.example/",
                        "verificationUriComplete":"http://127.0.0.1:80@evil.example/?c"}"#,
                ),
                _ => (400, r#"{"error":"authorization_pending"}"#),
            };
            let mut stream = &stream;
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
            drop(stream.write_all(format!("{head}{body}").as_bytes()));
        }
    });
    format!("http://{address}")
}

#[test]
fn t15_01_what_only_looks_like_loopback_is_not_opened() {
    let home = Home::new().config(PROFILE_CONFIG).set("AWS_ENDPOINT_URL_SSO_OIDC", &evil_service());
    let script = home.browser_script();
    let mut command = home.command("login --use-device-code --timeout 1s");
    let outcome = command.env("BROWSER", script).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.code() == Some(6) && stderr.contains("is no web address"), "{stderr}");
    assert!(!home.path().join("browser-url").exists(), "it was opened");
}

#[test]
fn t15_02_t15_03_what_is_no_portal_is_refused_where_it_is_typed() {
    for (url, words) in [
        ("https://d-1234567890.awsapps.com@evil.example/start", "user name"),
        (r"https://d-1234567890.awsapps.com/start/\#/", "backslash"),
    ] {
        let home = Home::new();
        for command in [SESSION, "login --sso-region eu-west-1"] {
            let outcome = home.run(&format!("{command} {url}"));
            assert_eq!(outcome.code, Some(2), "{outcome}");
            assert!(outcome.stderr.contains(words), "{outcome}");
        }
        assert!(!home.path().join(".aws/config").exists());
    }
}

#[test]
fn t15_04_only_pages_of_aws_s_consoles_are_handed_on() {
    let home = Home::with(World::demo()).config(PROFILE_CONFIG);
    for page in [
        "https://console.evil.example/s3",
        "https://console.aws.amazon.com@evil.example/",
        "http://console.aws.amazon.com/",
        "console.aws.amazon.com",
        r"/s3\..",
    ] {
        let outcome = home.run(&format!("console -p p --shortcut --print --destination {page}"));
        assert_eq!(outcome.code, Some(2), "{outcome}");
    }
    for (page, end) in [
        ("/s3/buckets", "https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fs3%2Fbuckets"),
        ("https://Console.AWS.amazon.com/x", "https%3A%2F%2Fconsole.aws.amazon.com%2Fx"),
    ] {
        let outcome = home.run(&format!("console -p p --shortcut --print --destination {page}")).ok();
        assert!(outcome.stdout.trim().ends_with(end), "{outcome}");
    }
}

#[test]
fn t15_05_a_portal_in_another_region_is_named() {
    let home = Home::new();
    let outcome = home.run(&format!("{SESSION} https://ssoins-1.portal.us-east-2.app.aws")).ok();
    assert!(outcome.stderr.contains("us-east-2") && outcome.stderr.contains("eu-west-1"), "{outcome}");
    let outcome = home.run(&format!("{SESSION} https://ssoins-1.portal.eu-west-1.app.aws")).ok();
    assert!(!outcome.stderr.contains("warning"), "{outcome}");
}
