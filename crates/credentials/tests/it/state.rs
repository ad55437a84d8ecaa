//! Who is signed in, as a token file says it; for how long; and how a refused token ends.

use crate::bench::{Bench, CORP, NOW, RENEWABLE, Reply, now, plan};
use daypass_credentials::{ErrorKind, Renewal, Session, SessionState};
use daypass_token_cache::{Lock, Token, time};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

const PORTAL: &str = "https://d-abc123.awsapps.com/start";

fn session_of(profile: &str) -> Session {
    plan(profile).session().expect("a session").clone()
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The state in a word, and whether a command gets on with it.
fn told(state: &SessionState) -> (&'static str, bool, bool) {
    let word = match state {
        SessionState::SignedIn(_) => "signed in",
        SessionState::Renewable(_) => "renewable",
        SessionState::Expired(_) => "expired",
        SessionState::OtherPortal(_) => "elsewhere",
        SessionState::SignedOut => "signed out",
        _ => "something new",
    };
    (word, state.is_signed_in(), state.token().is_some())
}

#[test]
fn a_state_from_a_file() {
    let from = |url: &str, region: &str| format!(r#", "startUrl": "{url}", "region": "{region}""#);
    let elsewhere = "https://d-other.awsapps.com/start";
    for (left, more, expected) in [
        (60, String::new(), ("signed in", true, true)),
        (1, String::new(), ("signed in", true, true)),
        (0, String::new(), ("expired", false, true)),
        (-60, RENEWABLE.to_owned(), ("renewable", true, true)),
        (-60, RENEWABLE.replace("2027", "2025"), ("expired", false, true)),
        (60, from(PORTAL, "us-east-1"), ("signed in", true, true)),
        (60, from(&format!("{PORTAL}/"), "us-east-1"), ("signed in", true, true)),
        (60, from("", ""), ("signed in", true, true)),
        (60, from(elsewhere, "us-east-1"), ("elsewhere", false, true)),
        (60, from(PORTAL, "eu-west-1"), ("elsewhere", false, true)),
        (-60, from(elsewhere, ""), ("elsewhere", false, true)),
    ] {
        let bench = Bench::new([]);
        bench.token(CORP, "cached", left, &more);
        let state = bench.provider().state(&session_of("dev")).expect("readable");
        assert_eq!(told(&state), expected, "{left} {more}");
    }
    let nobody = Bench::new([]).provider().state(&session_of("dev")).expect("readable");
    assert_eq!(told(&nobody), ("signed out", false, false));
}

/// Whoever has read a token by itself gets the same answer, but for the endpoints that it was got at.
#[test]
fn a_token_of_another_portal_is_nobodys_sign_in_here() {
    let bench = Bench::new([]);
    bench.token(CORP, "cached", 60, "");
    let session = session_of("dev");
    let mut token = bench.provider().stored_token(&session).expect("readable").expect("a token");
    for (url, region, expected) in [
        (None, None, "signed in"),
        (Some(PORTAL), Some("us-east-1"), "signed in"),
        (Some("https://d-other.awsapps.com/start"), None, "elsewhere"),
        (None, Some("eu-west-1"), "elsewhere"),
    ] {
        (token.start_url, token.region) = (url.map(str::to_owned), region.map(str::to_owned));
        let state = SessionState::of(&session, Some(token.clone()), at(NOW));
        assert_eq!(told(&state).0, expected, "{url:?} {region:?}");
    }
    assert_eq!(told(&SessionState::of(&session, None, at(NOW))).0, "signed out");
}

#[test]
fn how_long_a_sign_in_renews() {
    let without_end = RENEWABLE.replace(r#", "registrationExpiresAt": "2027-01-01T00:00:00Z""#, "");
    let end = time::parse("2027-01-01T00:00:00Z").expect("a time");
    for (profile, more, expected) in [
        ("dev", RENEWABLE, Renewal::Until(end)),
        ("dev", without_end.as_str(), Renewal::UntilUnknown),
        ("dev", "", Renewal::Never),
        ("dev", &RENEWABLE.replace("2027", "2025"), Renewal::Never),
        ("old", RENEWABLE, Renewal::Never),
    ] {
        let bench = Bench::new([]);
        bench.token(CORP, "cached", 60, more);
        let token = bench.provider().stored_token(&session_of("dev")).expect("readable").expect("a token");
        assert_eq!(session_of(profile).renewal(&token, at(NOW)), expected, "{profile} {more}");
    }
}

#[test]
fn a_token_that_lasts_makes_a_sign_in_needless() {
    type Row = (i64, &'static str, Option<Reply>, u64, Result<Option<&'static str>, ErrorKind>, usize);
    const REFUSED: &str = r#"{"error":"invalid_grant"}"#;
    let renewed = || Reply::Json(200, r#"{"accessToken":"new","expiresIn":28800}"#);
    let elsewhere = r#", "startUrl": "https://d-other.awsapps.com/start""#;
    let rows: Vec<Row> = vec![
        (28_800, "", None, 0, Ok(Some("cached")), 0),
        (28_800, "", None, 28_800, Ok(Some("cached")), 0),
        (28_800, "", None, 28_801, Ok(None), 0),
        // What does not renew and ends within five minutes is worth nothing to the next command.
        (300, "", None, 0, Ok(Some("cached")), 0),
        (299, "", None, 0, Ok(None), 0),
        (60, RENEWABLE, Some(Reply::Json(500, "{}")), 0, Ok(Some("cached")), 1),
        (60, RENEWABLE, Some(Reply::Json(500, "{}")), 61, Ok(None), 1),
        (-60, RENEWABLE, Some(renewed()), 0, Ok(Some("new")), 1),
        (-60, RENEWABLE, Some(Reply::Json(400, REFUSED)), 0, Ok(None), 1),
        (-60, RENEWABLE, Some(Reply::Down), 0, Err(ErrorKind::Network), 1),
        (-60, "", None, 0, Ok(None), 0),
        (28_800, elsewhere, None, 0, Ok(None), 0),
    ];
    for (number, (left, more, reply, at_least, expected, calls)) in rows.into_iter().enumerate() {
        let bench = Bench::new(reply);
        bench.token(CORP, "cached", left, more);
        let at_least = Duration::from_secs(at_least);
        let got = now(bench.provider().lasting_token(&session_of("dev"), at_least));
        let got = got.map(|token| token.map(|token| token.access_token.expose().to_owned()));
        let got = got.map_err(|error| error.kind());
        assert_eq!(
            (got, bench.asked().len()),
            (expected.map(|token| token.map(str::to_owned)), calls),
            "row {number}"
        );
    }
}

#[test]
fn a_token_that_a_lock_keeps_from_renewal_does_not_last() {
    let bench = Bench::new([]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let session = session_of("dev");
    let lock = Lock::try_acquire(&bench.path("locks"), &session.token_key(), "a test").expect("free");
    let got = now(bench.provider().lasting_token(&session, Duration::ZERO)).expect("no failure");
    assert_eq!(got, None);
    drop(lock);
}

/// The token of the session as the store has it now.
fn stored(bench: &Bench) -> Option<Token> {
    bench.provider().stored_token(&session_of("dev")).expect("readable")
}

#[test]
fn a_refused_token_is_over_in_its_file_and_another_stays() {
    for (left, end) in [(28_800, at(NOW)), (-60, at(NOW - 60))] {
        let bench = Bench::new([]);
        bench.token(CORP, "refused", left, RENEWABLE);
        let refused = stored(&bench).expect("a token");
        now(bench.provider().mark_refused(&session_of("dev"), &refused)).expect("retired");
        let over = stored(&bench).expect("the file stays");
        assert_eq!((over.access_token.expose(), over.expires_at), ("refused", end));
        assert!(over.refresh_token.is_none() && over.client.is_some());
        let state = SessionState::of(&session_of("dev"), Some(over), at(NOW));
        assert_eq!(told(&state), ("expired", false, true));
        // Somebody signs in, and the late word about the old token changes nothing.
        bench.token(CORP, "newer", 28_800, RENEWABLE);
        now(bench.provider().mark_refused(&session_of("dev"), &refused)).expect("nothing to do");
        let newer = stored(&bench).expect("a token");
        assert_eq!((newer.access_token.expose(), newer.refresh_token.is_some()), ("newer", true));
        assert_eq!(newer.expires_at, at(NOW + 28_800));
        std::fs::remove_file(bench.path("sso").join(format!("{CORP}.json"))).expect("removed");
        now(bench.provider().mark_refused(&session_of("dev"), &refused)).expect("nothing to do");
        assert_eq!(stored(&bench), None);
    }
}

#[test]
fn a_refused_token_ends_once_its_lock_is_free() {
    let bench = Bench::new([]);
    bench.token(CORP, "refused", 28_800, RENEWABLE);
    let session = session_of("dev");
    let refused = stored(&bench).expect("a token");
    let take = || Lock::try_acquire(&bench.path("locks"), &session.token_key(), "a test").expect("free");
    let held = Arc::new(Mutex::new(Some(take())));
    let release = Arc::clone(&held);
    let release = move || drop(release.lock().expect("lock").take());
    bench.during_waits([Box::new(|| {}) as Box<dyn Fn() + Send>, Box::new(release)]);
    now(bench.provider().mark_refused(&session, &refused)).expect("retired");
    assert_eq!(stored(&bench).expect("a token").expires_at, at(NOW));
    // One that stays busy is named, and the file is left alone.
    bench.token(CORP, "refused", 28_800, RENEWABLE);
    let lock = take();
    let error = now(bench.provider().mark_refused(&session, &refused)).expect_err("the lock is held");
    assert_eq!(error.kind(), ErrorKind::Cache);
    assert_eq!(error.to_string(), "another process is still busy with corp");
    assert_eq!(stored(&bench).expect("a token").expires_at, at(NOW + 28_800));
    drop(lock);
}
