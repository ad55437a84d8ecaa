//! When a session is renewed and what comes of it: the decision table of the AWS CLI (`session`, appendix A of
//! our notes on it), with the outcomes we improve on, and the refresh cases that the SDKs share.

use crate::bench::{Bench, CORP, NOW, OLD, RENEWABLE, Reply, now, plan, token_json, write};
use daypass_credentials::ErrorKind;
use daypass_sso_types::{AccessToken, ClientSecret};
use daypass_token_cache::{Flow, Registration, Token};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

const RENEWED: Reply = Reply::Json(
    200,
    r#"{"accessToken":"new","tokenType":"Bearer","expiresIn":28800,"refreshToken":"planted-rt2"}"#,
);
const WITHOUT_REFRESH: Reply = Reply::Json(200, r#"{"accessToken":"new","expiresIn":28800}"#);
const REFUSED: Reply = Reply::Json(400, r#"{"error":"invalid_grant"}"#);
const BROKEN: Reply = Reply::Json(500, r#"{"error":"server_error"}"#);
const PAGE: Reply = Reply::Json(200, "<html>log in to the hotel</html>");

/// Access token or error kind, and how often the service was asked.
fn outcome(profile: &str, left: i64, more: &str, reply: Option<Reply>) -> (Result<String, ErrorKind>, usize) {
    let bench = Bench::new(reply);
    bench.token(if profile == "old" { OLD } else { CORP }, "cached", left, more);
    let plan = plan(profile);
    let session = plan.session().expect("a session");
    let token = now(bench.provider().access_token(session));
    let token = token.map(|token| token.access_token.expose().to_owned()).map_err(|error| error.kind());
    (token, bench.asked().len())
}

#[test]
fn decision_table() {
    type Row = (&'static str, i64, &'static str, Option<Reply>, Result<&'static str, ErrorKind>, usize);
    let ended = RENEWABLE.replace("2027", "2025").leak();
    let rows: Vec<Row> = vec![
        ("dev", 28_800, RENEWABLE, None, Ok("cached"), 0),
        ("dev", 28_800, "", None, Ok("cached"), 0),
        ("dev", 905, RENEWABLE, None, Ok("cached"), 0),
        ("dev", 900, RENEWABLE, None, Ok("cached"), 0),
        ("dev", 899, RENEWABLE, Some(RENEWED), Ok("new"), 1),
        ("dev", 800, "", None, Ok("cached"), 0),
        ("dev", 800, ended, None, Ok("cached"), 0),
        ("dev", 800, RENEWABLE, Some(REFUSED), Ok("cached"), 1),
        ("dev", 300, RENEWABLE, Some(BROKEN), Ok("cached"), 1),
        // The AWS CLI fails here although the token is still good.
        ("dev", 800, RENEWABLE, Some(Reply::Down), Ok("cached"), 1),
        ("dev", 800, RENEWABLE, Some(PAGE), Ok("cached"), 1),
        ("dev", 0, "", None, Err(ErrorKind::LoginRequired), 0),
        ("dev", -60, "", None, Err(ErrorKind::LoginRequired), 0),
        ("dev", -60, ended, None, Err(ErrorKind::LoginRequired), 0),
        ("dev", -60, RENEWABLE, Some(RENEWED), Ok("new"), 1),
        ("dev", -60, RENEWABLE, Some(REFUSED), Err(ErrorKind::LoginRequired), 1),
        ("dev", -60, RENEWABLE, Some(BROKEN), Err(ErrorKind::Network), 1),
        ("dev", -60, RENEWABLE, Some(Reply::Down), Err(ErrorKind::Network), 1),
        ("dev", -60, RENEWABLE, Some(PAGE), Err(ErrorKind::Network), 1),
        // Legacy tokens are never renewed, by any tool.
        ("old", 60, RENEWABLE, None, Ok("cached"), 0),
        ("old", -60, RENEWABLE, None, Err(ErrorKind::LoginRequired), 0),
    ];
    for (number, (profile, left, more, reply, expected, calls)) in rows.into_iter().enumerate() {
        let expected = expected.map(str::to_owned);
        assert_eq!(
            outcome(profile, left, more, reply),
            (expected, calls),
            "row {number}: {profile}, {left} s left"
        );
    }
}

#[test]
fn an_error_says_when_to_come_again() {
    let bench = Bench::new([Reply::Json(429, "{}")]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let plan = plan("dev");
    let error = now(bench.provider().access_token(plan.session().expect("a session"))).expect_err("busy");
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Network, Some(Duration::from_secs(7))));
}

#[test]
fn a_renewed_token_is_stored_with_what_stood_there() {
    let bench = Bench::new([WITHOUT_REFRESH]);
    bench.token(CORP, "cached", -60, &format!(r#"{RENEWABLE}, "fromAnotherTool": [1]"#));
    let plan = plan("dev");
    now(bench.provider().access_token(plan.session().expect("a session"))).expect("a token");
    // The old refresh token stays (RFC 6749, section 6), and so does what we do not know; the AWS CLI drops both.
    insta::assert_snapshot!(bench.read("sso", CORP).expect("a file"), @r#"{"startUrl": "https://d-abc123.awsapps.com/start", "region": "us-east-1", "accessToken": "new", "expiresAt": "2026-11-22T20:00:00Z", "clientId": "cid", "clientSecret": "planted-cs", "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "planted-rt", "fromAnotherTool": [1]}"#);
    assert_eq!(bench.asked(), ["POST /token refresh_token"]);
}

#[test]
fn a_rotated_refresh_token_takes_the_place_of_the_old_one() {
    let bench = Bench::new([RENEWED]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let plan = plan("dev");
    now(bench.provider().access_token(plan.session().expect("a session"))).expect("a token");
    insta::assert_snapshot!(bench.read("sso", CORP).expect("a file"), @r#"{"startUrl": "https://d-abc123.awsapps.com/start", "region": "us-east-1", "accessToken": "new", "expiresAt": "2026-11-22T20:00:00Z", "clientId": "cid", "clientSecret": "planted-cs", "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "planted-rt2"}"#);
}

#[test]
fn a_refused_refresh_adopts_the_token_that_another_tool_rotated() {
    let bench = Bench::new([]);
    let folder = bench.path("sso");
    let rotate = move || write(&folder, CORP, &token_json("rotated", 28_800, RENEWABLE));
    let bench = bench.then(Reply::Meanwhile(Box::new(rotate), Box::new(REFUSED)));
    bench.token(CORP, "cached", -60, RENEWABLE);
    let plan = plan("dev");
    let token = now(bench.provider().access_token(plan.session().expect("a session"))).expect("a token");
    assert_eq!(token.access_token.expose(), "rotated");
    assert_eq!(bench.warnings(), Vec::<String>::new());
}

/// boto3 takes no lock: it may have redeemed the refresh token, and store the new one a moment later.
#[test]
fn a_refused_refresh_waits_for_the_tool_that_was_first() {
    let bench = Bench::new([REFUSED]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let folder = bench.path("sso");
    let rotate = move || write(&folder, CORP, &token_json("rotated", 28_800, RENEWABLE));
    bench.during_waits([Box::new(|| {}) as Box<dyn Fn() + Send>, Box::new(rotate)]);
    let plan = plan("dev");
    let token = now(bench.provider().access_token(plan.session().expect("a session"))).expect("a token");
    assert_eq!(token.access_token.expose(), "rotated");
    assert_eq!(bench.asked().len(), 1);
}

/// What another tool has stored is of use only while it is good, and only a refusal is worth a wait for it.
#[test]
fn a_renewal_that_fails_waits_only_for_what_may_come() {
    let ended = |folder: PathBuf| move || write(&folder, CORP, &token_json("rotated", -5, RENEWABLE));
    for (left, reply, expected, waits) in [
        (-60, REFUSED, Err(ErrorKind::LoginRequired), true),
        (-60, BROKEN, Err(ErrorKind::Network), false),
        (300, REFUSED, Ok("cached"), false),
        (300, BROKEN, Ok("cached"), false),
    ] {
        let bench = Bench::new([reply]);
        bench.token(CORP, "cached", left, RENEWABLE);
        let waited = Arc::new(AtomicBool::new(false));
        let (mark, rotate) = (Arc::clone(&waited), ended(bench.path("sso")));
        let deed = move || {
            mark.store(true, Ordering::Relaxed);
            rotate();
        };
        bench.during_waits([Box::new(deed) as Box<dyn Fn() + Send>]);
        let plan = plan("dev");
        let token = now(bench.provider().access_token(plan.session().expect("a session")));
        let token = token.map(|token| token.access_token.expose().to_owned()).map_err(|error| error.kind());
        let expected = expected.map(str::to_owned);
        assert_eq!((token, waited.load(Ordering::Relaxed)), (expected, waits), "{left}");
        let why = "the session could not be renewed yet: the sign-in service ";
        let told = bench.warnings();
        assert_eq!(
            told.iter().any(|text| text.starts_with(why) && text.len() > why.len()),
            left > 0,
            "{told:?}"
        );
    }
}

/// The portal has refused a token, which may be renewable: what comes in its place.
#[test]
fn another_token_than_the_refused_one() {
    let same = Reply::Json(200, r#"{"accessToken":"cached","expiresIn":28800}"#);
    for (profile, reply, expected, calls, is_good) in [
        ("dev", Some(RENEWED), Ok("new"), 1, true),
        ("dev", Some(same), Err(ErrorKind::TokenRefused), 1, true),
        ("dev", Some(REFUSED), Err(ErrorKind::TokenRefused), 1, false),
        // Nobody knows whether it would have been renewed, and it stays.
        ("dev", Some(Reply::Down), Err(ErrorKind::Network), 1, true),
        ("old", None, Err(ErrorKind::TokenRefused), 0, false),
    ] {
        let bench = Bench::new(reply);
        let key = if profile == "old" { OLD } else { CORP };
        bench.token(key, "cached", 28_800, RENEWABLE);
        let plan = plan(profile);
        let session = plan.session().expect("a session");
        let provider = bench.provider();
        let refused = provider.stored_token(session).expect("readable").expect("a token");
        let got = now(provider.token_after_refusal(session, &refused));
        let got = got.map(|token| token.access_token.expose().to_owned()).map_err(|error| error.kind());
        assert_eq!((got, bench.asked().len()), (expected.map(str::to_owned), calls), "{profile}");
        let stored = provider.stored_token(session).expect("readable").expect("a token");
        let present = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        assert_eq!(stored.is_valid(present), is_good, "{profile} {expected:?}");
    }
}

/// A token goes on saying where it is from, or says it from now on. That of another portal or region is not used.
#[test]
fn a_renewed_token_says_where_it_is_from() {
    for said in [
        r#""startUrl": "https://d-other.awsapps.com/start""#,
        r#""startUrl": "https://d-abc123.awsapps.com/start", "region": "eu-west-1""#,
    ] {
        let bench = Bench::new([]);
        bench.token(CORP, "cached", 28_800, &format!("{RENEWABLE}, {said}"));
        let plan = plan("dev");
        let error =
            now(bench.provider().access_token(plan.session().expect("a session"))).expect_err("elsewhere");
        assert_eq!((error.kind(), bench.asked().len()), (ErrorKind::LoginRequired, 0), "{said}");
    }
    let of_session = ("https://d-abc123.awsapps.com/start", "us-east-1");
    let own = ("https://d-abc123.awsapps.com/start/", "us-east-1");
    for (said, expected) in [(("", ""), of_session), (own, own)] {
        let bench = Bench::new([RENEWED]);
        bench.token(
            CORP,
            "cached",
            -60,
            &format!(r#"{RENEWABLE}, "startUrl": "{}", "region": "{}""#, said.0, said.1),
        );
        let plan = plan("dev");
        let token = now(bench.provider().access_token(plan.session().expect("a session"))).expect("a token");
        assert_eq!(
            (token.start_url.as_deref(), token.region.as_deref()),
            (Some(expected.0), Some(expected.1))
        );
    }
}

#[test]
fn client_registrations_by_flow() {
    let bench = Bench::new([]);
    let (provider, plan) = (bench.provider(), plan("dev"));
    let session = plan.session().expect("a session");
    let client = |id: &str, grants: &[&str]| {
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        let mut client = Registration::new(id, ClientSecret::new("planted"), end);
        client.grant_types = grants.iter().map(|&grant| grant.to_owned()).collect();
        client
    };
    let found = |flow| provider.registration(session, flow).map(|client| client.client_id);
    let both = || (found(Flow::AuthorizationCode), found(Flow::Device));
    assert_eq!(both(), (None, None));
    provider.store_registration(session, &client("browser", &["authorization_code"]));
    provider.store_registration(session, &client("device", &[]));
    assert_eq!(both(), (Some("browser".to_owned()), Some("device".to_owned())));
    assert!(provider.remove_registrations(session, Flow::Device));
    assert!(!provider.remove_registrations(session, Flow::Device), "it is gone");
    assert_eq!(both(), (Some("browser".to_owned()), None));
    // A damaged one is as good as none.
    let [browser, _] = session.registration_key().slots();
    bench.write("sso", &browser.to_string(), "{");
    assert_eq!(both(), (None, None));
}

#[test]
fn a_sign_in_keeps_what_another_tool_has_in_the_file() {
    let bench = Bench::new([]);
    bench.token(CORP, "older", 60, r#", "fromAnotherTool": [1]"#);
    let plan = plan("dev");
    let token = Token::new(AccessToken::new("newer"), SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 60));
    bench.provider().store_token(plan.session().expect("a session"), token).expect("stored");
    let file = bench.read("sso", CORP).expect("a file");
    assert!(file.contains("\"newer\"") && file.contains("\"fromAnotherTool\": [1]"), "{file}");
}

/// What cannot be read is no damage: it stays where it is, and nobody signs in over it.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_not_set_aside() {
    let bench = Bench::new([]);
    let file = bench.path("sso").join(format!("{CORP}.json"));
    std::fs::create_dir_all(bench.path("sso")).expect("a folder");
    std::os::unix::fs::symlink(&file, &file).expect("a link to itself");
    let plan = plan("dev");
    let error = bench.provider().stored_token(plan.session().expect("a session")).expect_err("unreadable");
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Cache, "the cache cannot be read"));
    assert!(file.is_symlink() && bench.warnings().is_empty(), "{:?}", bench.warnings());
}

/// Most AWS tools empty a file before they write it: what is empty is left to its writer.
#[test]
fn an_empty_token_file_stays_where_it_is() {
    let bench = Bench::new([]);
    bench.write("sso", CORP, "");
    let plan = plan("dev");
    let found = bench.provider().stored_token(plan.session().expect("a session"));
    assert_eq!((found.expect("as good as none"), bench.read("sso", CORP)), (None, Some(String::new())));
}

#[test]
fn a_damaged_token_file_is_moved_aside_and_nobody_is_signed_in() {
    for text in ["{garbage", "[]", r#"{"expiresAt": "2099-01-01T00:00:00Z"}"#] {
        let bench = Bench::new([]);
        bench.write("sso", CORP, text);
        let plan = plan("dev");
        let error = now(bench.provider().access_token(plan.session().expect("a session"))).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::LoginRequired, "{text}");
        assert_eq!(bench.warnings().len(), 1, "{text}");
        assert_eq!(bench.read("sso", CORP), None, "{text}");
        let aside = std::fs::read_to_string(bench.path("sso").join(format!("{CORP}.json.corrupt")));
        assert_eq!(aside.expect("set aside, not lost"), text);
    }
}

/// T26-03: what waits for a half-written file is the caller's, and it waits as long as [`Provider`] says.
#[test]
fn t26_03_a_half_written_file_is_waited_for_by_the_callers_pause() {
    static PAUSED_MS: AtomicU64 = AtomicU64::new(0);
    let bench = Bench::new([]);
    bench.write("sso", CORP, "{\"accessToken\": \"ha");
    let pause = |time: Duration| {
        PAUSED_MS.fetch_add(time.as_millis().try_into().expect("short"), Ordering::Relaxed);
    };
    let plan = plan("dev");
    let provider = bench.provider_that_pauses(pause);
    let error = now(provider.access_token(plan.session().expect("a session"))).expect_err("still torn");
    assert_eq!(error.kind(), ErrorKind::LoginRequired);
    assert_eq!(PAUSED_MS.load(Ordering::Relaxed), 40);
}

/// The cases that all AWS SDKs share; the one we differ in on purpose keeps the old refresh token.
#[test]
fn cross_sdk_refresh_cases() {
    #[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
    let folder = std::env::var_os("DAYPASS_VECTORS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors").into());
    let file = folder.join("botocore/sso-provider-refresh-cases.json");
    let text = std::fs::read_to_string(file).expect("the vectors are whole");
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    for case in &cases {
        check_case(case);
    }
    println!("{} cross-SDK refresh cases", cases.len());
}

fn check_case(case: &serde_json::Value) {
    let name = case["documentation"].as_str().expect("a name");
    let at =
        |key: &str| daypass_token_cache::time::parse(case[key].as_str().expect("a time")).expect("a time");
    let reply = case.get("refreshResponse").map(|reply| Reply::Json(200, reply.to_string().leak()));
    let bench = Bench::new(reply);
    bench.set_clock(at("currentTime"));
    let session = daypass_credentials::Session::new(
        Some("admin".to_owned()),
        daypass_sso_types::StartUrl::new("https://d-123.awsapps.com/start").expect("a URL"),
        "us-west-2".parse().expect("a region"),
        daypass_credentials::Endpoints::default(),
    );
    let key = session.token_key().to_string();
    bench.write("sso", &key, &case["cachedToken"].to_string());
    let token = now(bench.provider().access_token(&session));
    match case.get("expectedToken") {
        None => assert_eq!(token.expect_err(name).kind(), ErrorKind::LoginRequired, "{name}"),
        Some(expected) => {
            let token = token.expect(name);
            assert_eq!(token.access_token.expose(), expected["token"], "{name}");
            let end = expected["expiration"].as_str().and_then(daypass_token_cache::time::parse);
            assert_eq!(Some(token.expires_at), end, "{name}");
        }
    }
    if let Some(expected) = case.get("expectedTokenWriteback") {
        let mut expected = expected.clone();
        let kept = case["cachedToken"]["refreshToken"].clone();
        expected.as_object_mut().expect("an object").entry("refreshToken").or_insert(kept);
        let written: serde_json::Value =
            serde_json::from_str(&bench.read("sso", &key).expect(name)).expect("JSON");
        assert_eq!(written, expected, "{name}");
    }
}

#[test]
fn while_another_process_renews_a_good_token_serves_at_once() {
    let bench = Bench::new([]);
    bench.token(CORP, "cached", 300, RENEWABLE);
    let plan = plan("dev");
    let session = plan.session().expect("a session");
    let lock = daypass_token_cache::Lock::try_acquire(&bench.path("locks"), &session.token_key(), "a test");
    let token = now(bench.provider().access_token(session)).expect("a token");
    assert_eq!((token.access_token.expose(), bench.asked().len()), ("cached", 0));
    drop(lock);
    // One that has ended has to wait for the other, and says whom it waited for.
    bench.token(CORP, "cached", -60, RENEWABLE);
    let lock = daypass_token_cache::Lock::try_acquire(&bench.path("locks"), &session.token_key(), "a test");
    let error = now(bench.provider().access_token(session)).expect_err("the lock is held");
    assert_eq!(error.kind(), ErrorKind::Cache);
    let source = std::error::Error::source(&error).expect("a cause").to_string();
    assert!(source.contains(&std::process::id().to_string()), "{source}");
    drop(lock);
}

#[test]
fn now_is_what_the_files_say() {
    assert_eq!(
        daypass_token_cache::time::format(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)),
        "2026-11-22T12:00:00Z"
    );
}
