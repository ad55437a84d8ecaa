//! Judging what arrives at the loopback listener.

use daypass_oidc_device::callback::{Callback, MAX_TARGET_BYTES, Verdict};
use proptest::prelude::*;

const STATE: &str = "6c1a0e2e-0000-4000-8000-000000000000";
const HOST: Option<&str> = Some("127.0.0.1:4242");

fn judge(method: &str, host: Option<&str>, target: &str) -> Verdict {
    let target = target.replace("STATE", STATE);
    Callback::new("/oauth/callback", STATE, 4242).judge(method, host, &target)
}

fn said(target: &str) -> String {
    match judge("GET", HOST, target) {
        Verdict::Code(code) => format!("code {}", code.expose()),
        Verdict::Denied { error, description } => format!("denied {error} {description:?}"),
        Verdict::Ignore(status) => status.to_string(),
        _ => "a new verdict".to_owned(),
    }
}

#[test]
fn targets() {
    let start = "/oauth/callback?state=STATE&code=";
    let room = MAX_TARGET_BYTES - start.len() + "STATE".len() - STATE.len();
    let (longest, too_long) = ("x".repeat(room), format!("{start}{}", "x".repeat(room + 1)));
    for (target, expected) in [
        ("/oauth/callback?code=c1&state=STATE", "code c1"),
        ("/oauth/callback?state=STATE&code=a%2Fb+c%20d&extra=1", "code a/b c d"),
        ("/oauth/callback?code=100%&state=STATE", "code 100%"),
        ("/oauth/callback?code=c1&state=wrong", "400"),
        ("/oauth/callback?code=c1&state=", "400"),
        ("/oauth/callback?code=c1", "400"),
        ("/oauth/callback?code=&state=STATE", "400"),
        ("/oauth/callback?state=STATE", "400"),
        ("/oauth/callback?code=c1&state=STATE&state=STATE", "400"),
        ("/oauth/callback?code=c1&code=c2&state=STATE", "400"),
        ("/oauth/callback?code=%FF&state=STATE", "400"),
        ("/oauth/callback?code=c1&state=%ff", "400"),
        ("/oauth/callback", "400"),
        ("/oauth/callback?", "400"),
        ("/oauth/callback?error=access_denied&state=STATE", "denied access_denied None"),
        ("/oauth/callback?error=access_denied", "400"),
        ("/oauth/callback?error=access_denied&state=wrong", "400"),
        (
            "/oauth/callback?error=e&error_description=no+%3Cb%3E%0D%0A&code=c1&state=STATE",
            "denied e Some(\"no <b>  \")",
        ),
        ("/oauth/callback/?code=c1&state=STATE", "404"),
        ("/OAUTH/callback?code=c1&state=STATE", "404"),
        ("//oauth/callback?code=c1&state=STATE", "404"),
        ("http://127.0.0.1:4242/oauth/callback?code=c1&state=STATE", "404"),
        ("/favicon.ico", "404"),
        ("/", "404"),
        ("", "404"),
        ("*", "404"),
        (&*format!("{start}{longest}"), &*format!("code {longest}")),
        (&*too_long, "414"),
    ] {
        assert_eq!(said(target), expected, "{target}");
    }
}

#[test]
fn methods() {
    for (method, expected) in [("HEAD", 405), ("POST", 405), ("OPTIONS", 405), ("get", 405), ("", 405)] {
        let verdict = judge(method, HOST, "/oauth/callback?code=c1&state=STATE");
        assert_eq!(verdict, Verdict::Ignore(expected), "{method}");
    }
}

#[test]
fn hosts() {
    let ours = ["127.0.0.1:4242", "localhost:4242", "LocalHost:4242", "[::1]:4242"];
    let strange = [
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:42420",
        "127.0.0.1:04242",
        "127.0.0.2:4242",
        "localhost.evil.test:4242",
        "evil.test:4242",
        "localhostx:4242",
        "[::1]",
        "::1:4242",
        "",
        ":4242",
        "é",
    ];
    for host in ours {
        let verdict = judge("GET", Some(host), "/oauth/callback?code=c1&state=STATE");
        assert!(matches!(verdict, Verdict::Code(_)), "{host}");
    }
    for host in strange.map(Some).into_iter().chain([None]) {
        let verdict = judge("GET", host, "/oauth/callback?code=c1&state=STATE");
        assert_eq!(verdict, Verdict::Ignore(400), "{host:?}");
    }
    let on_80 = Callback::new("/p", "s", 80);
    assert!(matches!(on_80.judge("GET", Some("localhost"), "/p?code=c&state=s"), Verdict::Code(_)));
}

#[test]
fn texts_are_bounded_and_secrets_hidden() {
    let Verdict::Denied { error, .. } =
        judge("GET", HOST, &format!("/oauth/callback?state=STATE&error={}", "x".repeat(5000)))
    else {
        unreachable!("it is a denial");
    };
    assert_eq!(error.len(), 500);
    let verdict = judge("GET", HOST, "/oauth/callback?code=planted&state=STATE");
    assert_eq!(format!("{verdict:?}"), "Code(AuthorizationCode(redacted))");
}

proptest! {
    /// No input at all gets a code out without the state in it.
    #[test]
    fn no_state_no_code(method in ".{0,8}", host in ".{0,30}", target in ".{0,200}") {
        let verdict = Callback::new("/oauth/callback", STATE, 4242).judge(&method, Some(&host), &target);
        prop_assert!(!matches!(verdict, Verdict::Code(_)));
        let query = target.replace(['#', '?'], "");
        let on_path = format!("/oauth/callback?{query}");
        let verdict = Callback::new("/oauth/callback", STATE, 4242).judge("GET", HOST, &on_path);
        prop_assert!(!matches!(verdict, Verdict::Code(_)));
    }

    /// Any code comes through as it was.
    #[test]
    fn codes_come_through(code in ".{1,100}") {
        let encoded = daypass_transport::encode_component(&code);
        prop_assert_eq!(said(&format!("/oauth/callback?state=STATE&code={encoded}")), format!("code {code}"));
    }
}
