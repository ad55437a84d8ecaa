//! The status of a home by its files: every session, one of them, one profile.

use crate::examples::own_event_loop::demo;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Endpoints, Provider, Session, Settings, session_named};
use daypass_sign_in::{HomeStatus, Lifetime, other_endpoints};
use daypass_simulator::{Server, World};
use daypass_sso_types::{AccessToken, ClientSecret, RefreshToken};
use daypass_token_cache::{Token, TokenClient, time::parse};
use serde_json::json;
use std::{fs, time::SystemTime};

const URL: &str = "https://corp.awsapps.com/start";

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile up]
role_arn = arn:aws:iam::444455556666:role/Up
source_profile = dev
[profile keys]
region = eu-west-1
[profile other]
sso_session = idle
sso_account_id = 222233334444
sso_role_name = Reader
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[sso-session idle]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[sso-session unused]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
";

/// Credentials of `dev`, as the AWS CLI caches them.
const CACHED: &str = r#"{"Credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2099-01-01T08:30:00Z"}}"#;

fn at(text: &str) -> SystemTime {
    parse(text).expect("a time")
}

/// A home in which `corp` is signed in, and `dev` has credentials.
struct Fixture {
    _home: tempfile::TempDir,
    _server: Server,
    provider: Provider,
    document: Document,
}

impl Fixture {
    #[expect(clippy::disallowed_methods, reason = "a test writes a file as the AWS CLI does")]
    fn new() -> Self {
        let (server, home) =
            (Server::start(World::demo(), 0).expect("a port"), tempfile::tempdir().expect("a folder"));
        let (provider, _) = demo::at(&server, home.path()).expect("a provider");
        let fixture = Self { _home: home, _server: server, provider, document: Document::parse(CONFIG) };
        let mut token = Token::new(AccessToken::new("t"), at("2099-01-01T08:00:00Z"));
        (token.start_url, token.region) = (Some(URL.to_owned()), Some("us-east-1".to_owned()));
        token.refresh_token = Some(RefreshToken::new("r"));
        let expires_at = Some(at("2099-04-01T00:00:00Z"));
        token.client = Some(TokenClient { id: "c".to_owned(), secret: ClientSecret::new("s"), expires_at });
        let key = fixture.session("corp").token_key();
        let _saved = fixture.provider.tokens().save_token(&key, &token).expect("saved");
        let plan =
            daypass_credentials::resolve(&fixture.config(), &Settings::default(), "dev").expect("a plan");
        let file = fixture.provider.roles().path(&plan.cache_key().expect("a role"));
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(&file, CACHED).expect("written");
        fixture
    }

    fn config(&self) -> Config<'_> {
        Config::new(&self.document, None, Dialect::AwsCli)
    }

    fn session(&self, name: &str) -> Session {
        session_named(&self.config(), &Settings::default(), name, None).expect("a session")
    }

    fn status(&self, only: Option<&str>, profile: Option<&str>) -> HomeStatus {
        let only = only.map(|name| self.session(name));
        let now = at("2099-01-01T06:00:00Z");
        HomeStatus::of(&self.provider, &self.config(), &Settings::default(), only, profile, now)
    }
}

fn names(status: &HomeStatus) -> (Vec<&str>, Vec<&str>) {
    let sessions = status.sessions.iter().map(|(session, _)| session.label()).collect();
    (sessions, status.profiles.iter().map(|(plan, _)| plan.name()).collect())
}

#[test]
fn all_one_session_or_one_profile() {
    let fixture = Fixture::new();
    for (only, profile, sessions, profiles, is_good) in [
        (None, None, &["corp", "idle", "unused"][..], &["dev", "up", "other"][..], false),
        (Some("corp"), None, &["corp"], &["dev", "up"], true),
        (Some("idle"), None, &["idle"], &["other"], false),
        (Some("unused"), None, &["unused"], &[], false),
        (None, Some("dev"), &["corp", "idle", "unused"], &["dev"], false),
        (Some("corp"), Some("up"), &["corp"], &["up"], true),
        (Some("corp"), Some("other"), &["corp"], &[], true),
        (Some("corp"), Some("keys"), &["corp"], &[], true),
    ] {
        let status = fixture.status(only, profile);
        assert_eq!(names(&status), (sessions.to_vec(), profiles.to_vec()), "{only:?} {profile:?}");
        assert_eq!(
            (status.is_good(), status.unreadable().is_none()),
            (is_good, true),
            "{only:?} {profile:?}"
        );
    }
}

#[test]
fn for_programs() {
    let status = Fixture::new().status(None, None);
    let session = |name: &str, state: &str, expires: Option<&str>, renewable: Option<&str>| {
        json!({
            "session": name, "start_url": URL, "region": "us-east-1", "endpoints": [], "state": state,
            "token_expires_at": expires, "renewable_until": renewable,
        })
    };
    let profile = |name: &str, session: &str, account: &str, role: &str, expire: Option<&str>| {
        json!({
            "profile": name, "session": session, "login_session": null, "account": account, "role": role,
            "credentials_expire_at": expire,
        })
    };
    let (expires, renewable) = ("2099-01-01T08:00:00Z", "2099-04-01T00:00:00Z");
    let expected = json!({
        "sessions": [
            session("corp", "signed_in", Some(expires), Some(renewable)),
            session("idle", "signed_out", None, None),
            session("unused", "signed_out", None, None),
        ],
        "console_sign_ins": [],
        "profiles": [
            profile("dev", "corp", "111122223333", "Admin", Some("2099-01-01T08:30:00Z")),
            profile("up", "corp", "444455556666", "Up", None),
            profile("other", "idle", "222233334444", "Reader", None),
        ],
    });
    assert_eq!(status.to_json(), expected);
    let rows: Vec<_> = status.to_rows().iter().map(|row| row.join(",")).collect();
    let expected_rows = [
        format!("corp,signed_in,{expires},{renewable},dev,111122223333,Admin,2099-01-01T08:30:00Z"),
        format!("corp,signed_in,{expires},{renewable},up,444455556666,Up,"),
        "idle,signed_out,,,other,222233334444,Reader,".to_owned(),
        "unused,signed_out,,,,,,".to_owned(),
    ];
    assert_eq!(rows, expected_rows);
    assert!(status.to_rows().iter().all(|row| row.len() == HomeStatus::COLUMNS.len()));
}

#[cfg(unix)]
#[test]
fn a_token_file_that_cannot_be_read_is_told() {
    let fixture = Fixture::new();
    let file = fixture.provider.tokens().path(&fixture.session("idle").token_key());
    std::os::unix::fs::symlink(&file, &file).expect("a link to itself");
    let status = fixture.status(None, None);
    let error = status.unreadable().expect("it is told");
    assert_eq!(error.kind(), daypass_credentials::ErrorKind::Cache);
    assert_eq!(status.remedy(), error.remedy());
    assert!(!status.is_good() && fixture.status(Some("corp"), None).unreadable().is_none());
}

#[test]
fn endpoints_of_others_are_told_once() {
    let fixture = Fixture::new();
    let mut session = fixture.session("corp");
    assert_eq!(other_endpoints(&session), [""; 0]);
    let settings = Settings { endpoint_url: Some("http://127.0.0.1:1".to_owned()), ..Settings::default() };
    session.endpoints = Endpoints::of(&settings, &fixture.config(), None);
    assert_eq!(other_endpoints(&session), ["http://127.0.0.1:1"]);
    let settings = Settings { endpoint_url_sso: Some("http://127.0.0.1:2".to_owned()), ..settings };
    session.endpoints = Endpoints::of(&settings, &fixture.config(), None);
    assert_eq!(other_endpoints(&session), ["http://127.0.0.1:1", "http://127.0.0.1:2"]);
}

#[test]
fn credentials_of_many_profiles() {
    let fixture = Fixture::new();
    let settings = Settings::default();
    let plans = ["other", "dev"]
        .map(|name| daypass_credentials::resolve(&fixture.config(), &settings, name).expect("a plan"));
    let found = plans.each_ref().map(Lifetime::of_many(&fixture.provider));
    assert_eq!(
        found.map(|lifetime| lifetime.map(|lifetime| lifetime.until())),
        [None, Some(at("2099-01-01T08:30:00Z"))]
    );
}
