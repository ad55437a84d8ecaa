//! Role credentials: what is reused, what is asked for anew, and what a refusal becomes.

use crate::bench::{Bench, CORP, NOW, RENEWABLE, ROLE, Reply, now, plan};
use daypass_credentials::ErrorKind;
use daypass_sso_types::AccountId;
use std::time::{Duration, SystemTime};

const UNAUTHORIZED: Reply =
    Reply::Json(401, r#"{"message":"Session token not found or invalid","__type":"UnauthorizedException"}"#);
const RENEWED: Reply = Reply::Json(200, r#"{"accessToken":"new","expiresIn":28800}"#);

fn credentials(key: &str, ends: u64) -> Reply {
    Reply::Json(
        200,
        format!(
            r#"{{"roleCredentials":{{"accessKeyId":"{key}","secretAccessKey":"planted-sk","sessionToken":"planted-st","expiration":{}}}}}"#,
            (NOW + ends) * 1000
        )
        .leak(),
    )
}

fn cached(left: i64) -> String {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.saturating_add_signed(left));
    format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "CACHED", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "{}", "AccountId": "111122223333"}}}}"#,
        daypass_token_cache::time::format(end)
    )
}

#[test]
fn reuse_table() {
    type Row = (&'static str, Option<String>, Vec<Reply>, Result<&'static str, ErrorKind>, usize);
    let rows: Vec<Row> = vec![
        ("nothing cached", None, vec![credentials("NEW", 3_600)], Ok("NEW"), 1),
        ("16 minutes left", Some(cached(960)), vec![], Ok("CACHED"), 0),
        ("15 minutes left", Some(cached(900)), vec![], Ok("CACHED"), 0),
        ("14 minutes left", Some(cached(840)), vec![credentials("NEW", 3_600)], Ok("NEW"), 1),
        ("14 minutes left, portal down", Some(cached(840)), vec![Reply::Down], Ok("CACHED"), 1),
        // A refusal is the portal's word; what is left of the old ones does not gainsay it.
        (
            "14 minutes left, refused",
            Some(cached(840)),
            vec![Reply::Json(403, r#"{"message":"No access","__type":"ForbiddenException"}"#)],
            Err(ErrorKind::Refused),
            2,
        ),
        ("over, portal down", Some(cached(-1)), vec![Reply::Down], Err(ErrorKind::Network), 1),
        (
            "old spelling of the end",
            Some(cached(-60).replace('Z', "UTC")),
            vec![credentials("NEW", 3_600)],
            Ok("NEW"),
            1,
        ),
        ("damaged", Some("{".to_owned()), vec![credentials("NEW", 3_600)], Ok("NEW"), 1),
        ("short-lived", None, vec![credentials("NEW", 300)], Ok("NEW"), 1),
        ("over when they come", None, vec![credentials("NEW", 0)], Err(ErrorKind::Service), 1),
        ("no credentials in the reply", None, vec![Reply::Json(200, "{}")], Err(ErrorKind::Network), 1),
        ("a captive portal", None, vec![Reply::Json(200, "<html>")], Err(ErrorKind::Network), 1),
    ];
    for (name, file, replies, expected, calls) in rows {
        let bench = Bench::new(replies);
        bench.token(CORP, "cached", 28_800, "");
        if let Some(file) = file {
            bench.write("cli", ROLE, &file);
        }
        let got = now(bench.provider().credentials(&plan("dev")));
        let got = got.map(|credentials| credentials.access_key_id).map_err(|error| error.kind());
        assert_eq!((got, bench.asked().len()), (expected.map(str::to_owned), calls), "{name}");
    }
}

#[test]
fn what_is_fetched_is_what_the_aws_cli_would_have_written() {
    let bench = Bench::new([credentials("NEW", 3_600)]);
    bench.token(CORP, "cached", 28_800, "");
    let got = now(bench.provider().credentials(&plan("dev"))).expect("credentials");
    assert_eq!(got.account_id.as_ref().map(AccountId::as_str), Some("111122223333"));
    insta::assert_snapshot!(bench.read("cli", ROLE).expect("a file"), @r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "NEW", "SecretAccessKey": "planted-sk", "SessionToken": "planted-st", "Expiration": "2026-11-22T13:00:00Z", "AccountId": "111122223333"}}"#);
    assert_eq!(bench.provider().cached(&plan("dev")), Some(got));
}

#[test]
fn expired_credentials_are_not_kept() {
    let bench = Bench::new([credentials("NEW", 0)]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("they are over");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(bench.read("cli", ROLE), None);
}

#[test]
fn a_refused_token_is_renewed_once() {
    let bench = Bench::new([UNAUTHORIZED, RENEWED, credentials("NEW", 3_600)]);
    bench.token(CORP, "cached", 28_800, RENEWABLE);
    let got = now(bench.provider().credentials(&plan("dev"))).expect("credentials");
    assert_eq!(got.access_key_id, "NEW");
    let portal = "GET /federation/credentials";
    assert_eq!(bench.asked(), [portal, "POST /token refresh_token", portal]);
}

#[test]
fn a_refused_token_that_cannot_be_renewed_needs_a_new_sign_in() {
    let bench = Bench::new([UNAUTHORIZED]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("refused");
    assert_eq!(
        (error.kind(), error.session(), error.profile()),
        (ErrorKind::TokenRefused, Some("corp"), Some("dev"))
    );
}

#[test]
fn a_role_that_is_not_assigned_says_which_ones_are() {
    let bench = Bench::new([
        Reply::Json(403, r#"{"message":"No access","__type":"ForbiddenException"}"#),
        Reply::Json(200, r#"{"roleList":[{"roleName":"ReadOnly","accountId":"111122223333"}]}"#),
    ]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.to_string(), "role Admin in account 111122223333 is not assigned to you");
    assert!(
        error.facts().contains(&("you have", "ReadOnly in that account".to_owned())),
        "{:?}",
        error.facts()
    );
}

#[test]
fn a_cache_that_cannot_be_written_costs_a_warning_only() {
    let bench = Bench::new([credentials("NEW", 3_600)]);
    bench.token(CORP, "cached", 28_800, "");
    // A file where the folder should be.
    std::fs::File::create(bench.path("cli")).expect("a file");
    let got = now(bench.provider().credentials(&plan("dev"))).expect("credentials all the same");
    assert_eq!(got.access_key_id, "NEW");
    assert_eq!(bench.warnings().len(), 1, "{:?}", bench.warnings());
}

#[cfg(feature = "aws-sdk")]
#[test]
fn the_aws_sdk_gets_the_bearer_token_too() {
    use aws_credential_types::provider::token::ProvideToken as _;
    let bench = Bench::new([RENEWED]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let session = plan("dev").session().expect("a session").clone();
    let sdk = daypass_credentials::SdkToken::new(bench.provider(), session.clone());
    let got = now(sdk.provide_token()).expect("a token");
    assert_eq!(got.token(), "new");
    assert_eq!(got.expiration(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 28_800)));
    let nobody = daypass_credentials::SdkToken::new(Bench::new([]).provider(), session);
    now(nobody.provide_token()).expect_err("nobody is signed in");
}

#[cfg(feature = "aws-sdk")]
#[test]
fn the_aws_sdk_gets_them_too() {
    use aws_credential_types::provider::ProvideCredentials as _;
    let bench = Bench::new([credentials("NEW", 3_600)]);
    bench.token(CORP, "cached", 28_800, "");
    let sdk = daypass_credentials::SdkCredentials::new(bench.provider(), plan("dev"));
    let got = now(sdk.provide_credentials()).expect("credentials");
    assert_eq!((got.access_key_id(), got.session_token()), ("NEW", Some("planted-st")));
    assert_eq!(got.expiry(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 3_600)));
    assert_eq!(
        got.account_id().map(aws_credential_types::attributes::AccountId::as_str),
        Some("111122223333")
    );
}
