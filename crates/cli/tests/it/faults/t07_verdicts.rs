//! T07: refused, over and not assigned are said on AWS's own verdict alone; what a redirect, a proxy or a throttle says
//! is exit 6, and the session stays.

use super::aged::{aged, signed_in, spoil};
use daypass_simulator::Operation;

/// Words that are a verdict.
const VERDICTS: [&str; 6] =
    ["is over", "not assigned", "no role in that", "no longer accepts", "does not accept", "refused"];

#[test]
fn t07_01_02_x16_a_refresh_that_nobody_judged() {
    for fault in [
        "CreateToken redirect",
        "CreateToken html",
        "CreateToken slow_down",
        "CreateToken throttle",
        "CreateToken answer={\"status\": 404, \"json\": {}}",
        "CreateToken answer={\"status\": 403, \"json\": {\"message\": \"blocked by your company\"}}",
        "CreateToken answer={\"status\": 407, \"body\": \"proxy\"}",
        "CreateToken answer={\"status\": 400, \"body\": \"\"}",
        "CreateToken empty",
    ] {
        for command in ["credentials -p dev", "credential-process -p dev", "whoami -p dev"] {
            let home = aged(fault);
            let outcome = home.run(command);
            assert_eq!(outcome.code, Some(6), "{fault}: {outcome}");
            assert!(!VERDICTS.iter().any(|word| outcome.stderr.contains(word)), "{fault}: {outcome}");
            // A moment later it renews.
            let _ok = home.run(command).ok();
        }
    }
}

#[test]
fn t07_02_05_too_fast_is_asked_again() {
    let home = aged("CreateToken slow_down x2").set("AWS_MAX_ATTEMPTS", "3");
    let _ok = home.run("credentials -p dev").ok();
    assert_eq!(home.server().world().lock().count(Operation::CreateToken), 3);
    let home = signed_in().set("AWS_MAX_ATTEMPTS", "3");
    let _ok = home.run("logout").ok();
    spoil(&home, "CreateToken slow_down");
    let outcome = home.run_with_browser("login --flow pkce", "allow");
    assert_eq!(outcome.code, Some(0), "{outcome}");
}

#[test]
fn t07_03_04_no_statement_about_roles_and_credentials() {
    for (fault, command) in [
        (
            r#"GetRoleCredentials answer={"status": 404, "json": {"message": "no such path"}}"#,
            "credentials -p dev",
        ),
        (r#"GetRoleCredentials answer={"status": 403, "json": {"message": "no"}}"#, "credentials -p dev"),
        (r#"GetRoleCredentials answer={"status": 401, "json": {"message": "no"}}"#, "credentials -p dev"),
        ("GetRoleCredentials redirect", "credentials -p dev"),
        ("GetCallerIdentity redirect", "whoami -p dev"),
        (r#"GetCallerIdentity answer={"status": 403, "json": {"message": "no"}}"#, "whoami -p dev"),
        (r#"ListAccounts answer={"status": 403, "json": {"message": "no"}}"#, "accounts -p dev"),
        ("ListAccounts redirect", "accounts -p dev"),
    ] {
        let home = signed_in();
        spoil(&home, fault);
        let outcome = home.run(command);
        assert_eq!(outcome.code, Some(6), "{fault}: {outcome}");
        assert!(!VERDICTS.iter().any(|word| outcome.stderr.contains(word)), "{fault}: {outcome}");
        let _ok = home.run(command).ok();
    }
}

/// T14-06, T14-07: what cannot be a token is stored by nobody, and takes no good token's place.
#[test]
fn t14_06_07_a_bad_token_is_not_stored() {
    for token in ["", "a b", "a\\r\\nX: y", "\\u001b[2J"] {
        let fault = format!(
            r#"CreateToken answer={{"status": 200, "json": {{"accessToken": "{token}", "expiresIn": 3600}}}}"#
        );
        let home = aged(&fault);
        let before = home.read(super::aged::TOKEN);
        let outcome = home.run("credentials -p dev");
        assert_eq!((outcome.code, home.read(super::aged::TOKEN)), (Some(6), before), "{token:?}: {outcome}");
        spoil(&home, &fault);
        let outcome = home.run("login --force --use-device-code --no-browser");
        assert_eq!(outcome.code, Some(6), "{token:?}: {outcome}");
        let _ok = home.run("credentials -p dev").ok();
    }
}

/// T05-04, T05-08: a person who was asked and could answer is one thing, a service that is gone another.
#[test]
fn t05_04_08_a_sign_in_that_the_service_kept_from_its_end() {
    for fault in ["CreateToken status=500 always", "CreateToken drop always", "CreateToken html always"] {
        let home = signed_in();
        spoil(&home, fault);
        let outcome = home.run("login --force --use-device-code --no-browser --timeout 3s");
        assert_eq!(outcome.code, Some(6), "{fault}: {outcome}");
        assert!(!outcome.stderr.contains("not approved"), "{fault}: {outcome}");
    }
    let home = signed_in();
    spoil(&home, "CreateToken authorization_pending always");
    let outcome = home.run("login --force --use-device-code --no-browser --timeout 2s");
    assert_eq!(outcome.code, Some(7), "{outcome}");
}

/// T06-14: nearly always the region of another portal.
#[test]
fn t06_14_is_the_region_right() {
    for (fault, command) in [
        ("RegisterClient unsupported_grant_type", "login --flow pkce"),
        ("CreateToken invalid_grant", "login --flow pkce"),
    ] {
        let home = signed_in();
        let _ok = home.run("logout").ok();
        spoil(&home, fault);
        let outcome = home.run_with_browser(command, "allow");
        assert_eq!(outcome.code, Some(4), "{fault}: {outcome}");
        assert!(outcome.stderr.contains("sso_region"), "{fault}: {outcome}");
        assert!(outcome.stderr.contains("--use-device-code"), "{fault}: {outcome}");
    }
}
