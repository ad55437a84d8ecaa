//! Cases of sign-outs: removed files, kept files, and calls to AWS.

use super::{SESSION, TOKEN, home};
use crate::{home::Home, vanity::Company};
use daypass_simulator::Operation;

const STALE: &str = "{\"accessToken\": \"t\", \"expiresAt\": \"2040-01-01T00:00:00Z\"}";

fn signed_in() -> Home {
    let home = home(&format!(
        "{SESSION}[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\n"
    ));
    let _signed_in = home.run_with_browser("login --sso-session corp --flow pkce", "allow").ok();
    let _credentials = home.run("credentials --profile dev").ok();
    home
}

fn cached(home: &Home, folder: &str) -> usize {
    std::fs::read_dir(home.path().join(folder)).map_or(0, Iterator::count)
}

#[test]
fn token_and_role_credentials_go_with_one_call() {
    let home = signed_in();
    assert_eq!(cached(&home, ".aws/cli/cache"), 1);
    let outcome = home.run("logout").ok();
    assert_eq!((outcome.stdout.as_str(), cached(&home, ".aws/cli/cache")), ("", 0));
    assert_eq!(cached(&home, ".aws/sso/cache"), 0);
    let world = home.server().world();
    assert_eq!(world.lock().count(Operation::Logout), 1);
}

#[test]
fn what_is_not_of_identity_center_stays_and_what_is_damaged_goes() {
    let home = signed_in();
    let assumed = ".aws/cli/cache/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json";
    home.write(assumed, "{\"Credentials\": {\"AccessKeyId\": \"A\", \"SecretAccessKey\": \"s\"}}");
    let damaged = ".aws/sso/cache/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.json";
    home.write(damaged, "{\"accessToken\": \"half a to");
    home.write(".aws/sso/cache/cccccccccccccccccccccccccccccccccccccccc.json", "[\"accessToken\"]");
    home.write(".aws/sso/cache/notes.txt", "mine");
    let _signed_out = home.run("logout").ok();
    assert!(home.path().join(assumed).exists());
    assert!(!home.path().join(damaged).exists(), "it may hold a token");
    assert_eq!(home.read(".aws/sso/cache/notes.txt"), "mine");
}

#[test]
fn a_token_goes_whatever_its_file_is_called() {
    let home = signed_in();
    let copy = ".aws/sso/cache/copy of my token";
    home.write(copy, &home.read(TOKEN));
    home.write(TOKEN, "{}");
    let _signed_out = home.run("logout").ok();
    assert!(!home.path().join(copy).exists());
    assert_eq!(home.server().world().lock().count(Operation::Logout), 1);
}

#[test]
fn a_token_without_region_goes_without_a_call() {
    let home = home(SESSION);
    let file = ".aws/sso/cache/of-no-session.json";
    home.write(file, STALE);
    let outcome = home.run("logout").ok();
    assert!(!home.path().join(file).exists(), "{outcome}");
    assert_eq!(home.server().world().lock().count(Operation::Logout), 0);
}

#[test]
fn offline_everything_here_goes_all_the_same() {
    let home = signed_in().set("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1");
    let outcome = home.run("logout").ok();
    assert!(outcome.stderr.contains("AWS could not be told"), "{outcome}");
    assert_eq!((cached(&home, ".aws/sso/cache"), cached(&home, ".aws/cli/cache")), (0, 0));
}

#[test]
fn no_process_of_a_profile_is_run() {
    let home = signed_in();
    let mark = home.path().join("ran");
    home.write(".aws/config", &format!("[default]\ncredential_process = touch {}\n", mark.display()));
    let _signed_out = home.run("logout").ok();
    assert!(!mark.exists() && !home.path().join(TOKEN).exists());
}

#[test]
fn a_bundle_or_no_verification_by_flag() {
    let company = Company::open("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
    for (trust, revoked) in [("", 0), ("--ca-bundle", 1), ("--no-verify-ssl", 1)] {
        let home = Home::new().set("AWS_ENDPOINT_URL_SSO", &company.origin());
        home.write(TOKEN, &STALE.replace('}', ", \"region\": \"eu-west-1\"}"));
        home.write("ca.pem", &company.authority);
        let trust = match trust {
            "--ca-bundle" => format!("--ca-bundle {}", home.path().join("ca.pem").display()),
            flag => flag.to_owned(),
        };
        let outcome = home.run(&format!("logout --output json {trust}")).ok();
        assert!(outcome.stdout.contains(&format!("\"revoked\": {revoked}")), "{trust}: {outcome}");
        assert!(!home.path().join(TOKEN).exists(), "{trust}");
    }
    assert_eq!(company.asked(), ["POST /logout HTTP/1.1"; 2]);
}
