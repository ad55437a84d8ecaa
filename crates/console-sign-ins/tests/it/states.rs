//! The states of a home's console sign-ins, by their files and as the service answers.

use crate::support::{ARN, Setup};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_console_sign_ins::{ConsoleSignIn, ConsoleState, login_profile, said_region};
use daypass_credentials::Endpoints;
use daypass_login_session::ErrorKind;
use daypass_sso_types::IdToken;
use serde_json::json;
use std::{fs, time::Duration};

const CONFIG: &str = "\
[profile b]
login_session = arn:aws:iam::051234567822:user/testuser
[profile none]
login_session = nobody
[profile a]
login_session = arn:aws:iam::051234567822:user/testuser
region = eu-west-1
";

fn all(setup: &Setup, text: &str) -> Vec<ConsoleSignIn> {
    let document = Document::parse(text);
    ConsoleSignIn::all(&setup.sessions, &Config::new(&document, None, Dialect::AwsCli), setup.now())
}

fn words(setup: &Setup) -> Vec<&'static str> {
    all(setup, CONFIG).iter().map(|one| one.state.word()).collect()
}

#[tokio::test]
async fn the_states_of_a_day() {
    let setup = Setup::new();
    let [out] = <[_; 1]>::try_from(all(&setup, CONFIG)).expect("one identity");
    assert_eq!((out.label(), out.state.word(), out.state.is_good()), (ARN, "signed_out", false));
    assert_eq!(out.profiles, ["b", "a"]);
    let _entry = setup.sign_in("us-east-2").await;
    let [signed_in] = <[_; 1]>::try_from(all(&setup, CONFIG)).expect("one identity");
    let (end, latest) =
        (setup.now() + Duration::from_secs(900), setup.now() + Duration::from_secs(12 * 3600));
    assert_eq!(signed_in.state.keys_expire_at(), Some(end));
    assert_eq!(
        (signed_in.state.renewable_until(), signed_in.region().as_deref()),
        (Some(latest), Some("us-east-2"))
    );
    assert_eq!(
        signed_in.to_json(),
        json!({
            "login_session": ARN, "region": "us-east-2", "state": "signed_in", "profiles": ["b", "a"],
            "keys_expire_at": "2026-11-23T03:10:59Z", "renewable_until": "2026-11-23T14:55:59Z",
        })
    );
    setup.pass(900);
    assert_eq!(words(&setup), ["renewable"]);
    setup.pass(12 * 3600 - 901);
    assert_eq!(words(&setup), ["renewable"]);
    setup.pass(1);
    assert_eq!(words(&setup), ["expired"], "no session is longer");
    assert!(all(&setup, CONFIG).iter().all(|one| one.state.renewable_until().is_none()));
}

/// Another tool may have left out what a refresh takes, or what tells the time of the sign-in.
#[tokio::test]
async fn l47_l48_files_that_lack_a_member() {
    let setup = Setup::new();
    let whole = setup.sign_in("us-east-2").await;
    let mut entry = whole.clone();
    entry.id_token = None;
    entry.sign_in_region = None;
    setup.put(&entry);
    setup.pass(24 * 3600);
    let [unknown] = <[_; 1]>::try_from(all(&setup, CONFIG)).expect("one identity");
    assert_eq!(
        (unknown.state.word(), unknown.state.renewable_until(), unknown.region()),
        ("renewable", None, None)
    );
    entry.refresh_token = None;
    setup.put(&entry);
    assert_eq!(words(&setup), ["expired"]);
    entry.credentials.expires_at = Some(setup.now() + Duration::from_secs(1));
    setup.put(&entry);
    assert_eq!(words(&setup), ["signed_in"]);
    assert!(all(&setup, CONFIG).iter().all(|one| one.state.renewable_until().is_none()));
    // Of the region of a file that the AWS CLI wrote the id token tells.
    entry = whole;
    entry.sign_in_region = None;
    setup.put(&entry);
    assert_eq!(all(&setup, CONFIG).first().and_then(ConsoleSignIn::region).as_deref(), Some("us-east-2"));
}

#[tokio::test]
async fn l60_a_sign_in_that_no_profile_names_is_listed_while_it_is_good() {
    let setup = Setup::new();
    let mut entry = setup.sign_in("us-east-2").await;
    let found = |setup: &Setup| {
        let all = all(setup, "[default]\nregion = x\n");
        all.iter().map(|one| (one.label().to_owned(), one.profiles.len())).collect::<Vec<_>>()
    };
    assert_eq!(found(&setup), [(ARN.to_owned(), 0)]);
    entry.id_token = Some(IdToken::new(format!("e30.{}.e30", URL_SAFE_NO_PAD.encode("{}"))));
    setup.put(&entry);
    assert_eq!(found(&setup), [("a console sign-in".to_owned(), 0)]);
    entry.refresh_token = None;
    setup.put(&entry);
    setup.pass(900);
    assert_eq!(found(&setup), []);
}

#[tokio::test]
async fn the_service_has_the_last_word() {
    let setup = Setup::new();
    let _entry = setup.sign_in("us-east-2").await;
    let document = Document::parse(CONFIG);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let mut one = ConsoleSignIn::of(&setup.sessions, &config, Setup::profile().session(), setup.now());
    one.verify(&setup.sessions, &Setup::profile()).await.expect("an answer");
    assert_eq!(one.state.word(), "signed_in");
    setup.fault("CreateOAuth2Token html");
    let error = one.verify(&setup.sessions, &Setup::profile()).await.expect_err("no answer");
    assert_eq!((error.kind(), one.state.word()), (ErrorKind::Network, "signed_in"));
    // The keys are valid, and the session is not.
    setup.world.lock().end_sessions();
    one.verify(&setup.sessions, &Setup::profile()).await.expect("an answer");
    assert!(matches!(one.state, ConsoleState::Refused(_)) && !one.state.is_good());
    assert_eq!(words(&setup), ["signed_in"], "by the file they are good to their end");
    setup.sessions.sign_out(Setup::profile().session()).await.expect("removed");
    one.verify(&setup.sessions, &Setup::profile()).await.expect("no file");
    assert_eq!(one.state.word(), "signed_out");
}

/// A file that lacks what a refresh takes is good while its keys are, and nobody is asked.
#[tokio::test]
async fn l48_a_file_that_cannot_be_refreshed_is_verified_by_its_time() {
    let setup = Setup::new();
    let mut entry = setup.sign_in("us-east-2").await;
    entry.dpop_key = None;
    setup.put(&entry);
    let mut one = all(&setup, CONFIG).pop().expect("one");
    one.verify(&setup.sessions, &Setup::profile()).await.expect("no question");
    assert_eq!(one.state.word(), "signed_in");
    setup.pass(900);
    one.verify(&setup.sessions, &Setup::profile()).await.expect("no question");
    assert_eq!(one.state.word(), "expired");
}

#[cfg(unix)]
#[tokio::test]
async fn l46_a_file_that_cannot_be_read_is_a_state() {
    let setup = Setup::new();
    let _entry = setup.sign_in("us-east-2").await;
    let key = daypass_token_cache::LoginKey::of(ARN);
    let path = setup.sessions.store().login_path(&key);
    fs::remove_file(&path).expect("removed");
    std::os::unix::fs::symlink(&path, &path).expect("a link to itself");
    let [one] = <[_; 1]>::try_from(all(&setup, CONFIG)).expect("one identity");
    assert_eq!((one.state.word(), one.state.entry(), one.region()), ("unreadable", None, None));
}

#[tokio::test]
async fn the_region_of_the_next_sign_in() {
    let setup = Setup::new();
    let document = Document::parse(CONFIG);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let said = |name| said_region(&setup.sessions, &config.profile(name).expect("a profile"));
    assert_eq!([said("a"), said("b"), said("none")], [Some("eu-west-1".to_owned()), None, None]);
    let _entry = setup.sign_in("us-east-2").await;
    assert_eq!(said("b").as_deref(), Some("us-east-2"));
    let profile = login_profile(&Endpoints::default(), ARN.parse().expect("an ARN"), None);
    let at = profile.endpoint(&"us-east-2".parse().expect("a region")).expect("AWS's own");
    assert_eq!(at.endpoint.host(), "us-east-2.signin.aws.amazon.com");
}
