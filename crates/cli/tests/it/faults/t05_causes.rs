//! T05: every command reports a failure of the network in one way: a true headline, all causes, host and port.

use super::t04_environment::{CONFIG, signed_in};
use crate::vanity::Company;

const COMMANDS: [&str; 5] = [
    "credentials -p p",
    "credential-process -p p",
    "exec -p p -- true",
    "whoami -p p",
    "console -p p --print",
];

/// T05-01: a bundle that is not there is the cause, in text and in JSON.
#[test]
fn t05_01_the_cause_is_told_by_every_command() {
    let company = Company::open("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
    let home = signed_in(CONFIG)
        .set("AWS_CA_BUNDLE", "/nonexistent/ca.pem")
        .set("AWS_ENDPOINT_URL_SSO", &company.origin())
        .set("AWS_MAX_ATTEMPTS", "1");
    home.write(".config/daypass/settings.toml", "allowed_endpoints = [\"localhost\"]\n");
    for words in COMMANDS {
        let json = words.replacen("-p p", "-p p --output json", 1);
        for words in [words, &*json] {
            let outcome = home.run(words);
            assert_eq!(outcome.code, Some(6), "{outcome}");
            assert!(outcome.stderr.contains("/nonexistent/ca.pem"), "{outcome}");
            assert!(outcome.stderr.contains("No such file"), "{outcome}");
        }
    }
}

/// T05-02: where nothing listens is told with host, port and why.
#[test]
fn t05_02_host_and_port_are_told_by_every_command() {
    let home =
        signed_in(CONFIG).set("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:9").set("AWS_MAX_ATTEMPTS", "1");
    home.write(".config/daypass/settings.toml", "allowed_endpoints = [\"127.0.0.1\"]\n");
    for words in COMMANDS {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(6), "{outcome}");
        for said in ["cannot be reached", "127.0.0.1:9", "efused"] {
            assert!(outcome.stderr.contains(said), "{outcome}");
        }
    }
}

/// T05-03: an answer that cannot be used is no silence.
#[test]
fn t05_03_what_answered_was_reached() {
    for (fault, words) in [
        ("GetRoleCredentials object always", "credentials -p p"),
        ("GetRoleCredentials object always", "exec -p p -- true"),
        ("GetRoleCredentials status=500 always", "credentials -p p"),
        ("GetRoleCredentials throttle always", "credentials -p p"),
        ("ListAccounts object always", "accounts -p p --refresh"),
        ("GetCallerIdentity object always", "whoami -p p"),
        ("GetCallerIdentity status=500 always", "whoami -p p"),
        ("GetSigninToken object always", "console -p p --print"),
    ] {
        let home = signed_in(CONFIG).set("AWS_MAX_ATTEMPTS", "1");
        home.server().world().lock().add_fault(fault.parse().expect("a fault"));
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(6), "{fault} {outcome}");
        assert!(!outcome.stderr.contains("cannot be reached"), "{fault} {outcome}");
    }
}
