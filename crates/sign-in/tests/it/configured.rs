//! Tests of which session is meant, which profiles use it, and who signed in to it last.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Endpoints, Session, Settings, session_named, session_of_profile};
use daypass_sign_in::{
    KnownUsers, UnnamedSession, profiles_of, region_correction, session_called, unnamed_session,
};
use daypass_sso_types::{Region, StartUrl};

const A: &str = "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n";
const B: &str = "[sso-session bravo]\nsso_start_url = https://b.awsapps.com/start\nsso_region = eu-west-1\n";
const OWN: &str = "sso_start_url = https://own.awsapps.com/start\nsso_region = eu-west-1\n";
const OTHER: &str = "sso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n";

fn with<T>(text: &str, look: impl FnOnce(&Config<'_>) -> T) -> T {
    let file = Document::parse(text);
    look(&Config::new(&file, None, Dialect::AwsCli))
}

#[test]
fn the_session_that_is_meant_without_a_name() {
    let told = |text: &str| {
        with(text, |config| match unnamed_session(config, &Settings::default()) {
            Ok(UnnamedSession::One(session)) => format!("one {}", session.label()),
            Ok(UnnamedSession::Sessions(names)) => format!("sessions {}", names.join(" ")),
            Ok(UnnamedSession::Profiles(profiles)) => {
                let names: Vec<_> = profiles.into_iter().map(|(name, _)| name).collect();
                format!("profiles {}", names.join(" "))
            }
            Ok(UnnamedSession::None) => "none".to_owned(),
            Err(error) => error.to_string(),
        })
    };
    for (text, expected) in [
        (String::new(), "none"),
        ("[profile p]\nregion = x\n".to_owned(), "none"),
        (A.to_owned(), "one a"),
        (format!("{A}{B}"), "sessions a bravo"),
        (format!("{A}{B}[default]\nsso_session = bravo\n"), "one bravo"),
        // Defaults for other profiles, or another kind of credentials, mean no session.
        (format!("{A}[default]\nregion = x\n"), "one a"),
        (format!("{A}[default]\naws_access_key_id = A\naws_secret_access_key = S\n"), "one a"),
        (format!("{A}[default]\nsso_session = charlie\n"), "sso-session charlie does not exist"),
        ("[sso-session a]\nsso_region = eu-west-1\n".to_owned(), "sso-session a lacks sso_start_url"),
        (format!("[profile p]\n{OWN}"), "one https://own.awsapps.com/start"),
        (format!("[profile p]\n{OWN}[profile q]\n{OWN}"), "one https://own.awsapps.com/start"),
        (format!("[profile p]\n{OWN}[profile q]\n{OTHER}[profile r]\n{OWN}"), "profiles p q"),
        ("[profile p]\nsso_start_url = nowhere\n".to_owned(), "none"),
    ] {
        assert_eq!(told(&text), expected, "{text}");
    }
}

#[test]
fn the_session_of_a_name() {
    let told = |text: &str, name: &str| {
        with(text, |config| match session_called(config, &Settings::default(), name) {
            Ok((session, is_other)) => (session.label().to_owned(), is_other),
            Err(error) => (error.to_string(), false),
        })
    };
    let profiles = format!(
        "{A}{B}[profile a]\nsso_session = bravo\n[profile bravo]\nsso_session = bravo\n[profile p]\nsso_session = a\n[profile own]\n{OWN}[profile production]\nsso_session = a\n"
    );
    for (name, label, is_other) in [
        ("a", "a", true),
        ("bravo", "bravo", false),
        ("p", "a", false),
        ("own", "https://own.awsapps.com/start", false),
        // The error that knows what is meant is told, the session's before the profile's.
        ("brvo", "sso-session brvo does not exist; did you mean bravo?", false),
        ("prodction", "profile prodction does not exist; did you mean production?", false),
        ("nothing-like-it", "profile nothing-like-it does not exist", false),
    ] {
        assert_eq!(told(&profiles, name), (label.to_owned(), is_other), "{name}");
    }
    let no_profile = format!("{A}{B}[profile p]\nsso_session = a\n");
    let words = "sso-session brvo does not exist; did you mean bravo?".to_owned();
    assert_eq!(told(&no_profile, "brvo"), (words, false));
    assert_eq!(told(&no_profile, "a"), ("a".to_owned(), false));
}

#[test]
fn profiles_that_use_a_session_and_where_its_region_stands() {
    let text = format!(
        "{A}{B}[profile p]\nsso_session = a\n[profile q]\nsso_session = bravo\n[profile own]\n{OWN}[profile too]\n{OWN}[profile r]\nsso_session = a\n"
    );
    let to = Region::new("us-east-2").expect("a region");
    with(&text, |config| {
        let named = |name| session_named(config, &Settings::default(), name, None).expect(name);
        let own = session_of_profile(config, &Settings::default(), "own").expect("its own");
        assert_eq!(profiles_of(config, &named("a")), ["p", "r"]);
        assert_eq!(profiles_of(config, &named("bravo")), ["q"]);
        assert_eq!(profiles_of(config, &own), ["own", "too"]);
        for (session, lines) in [(named("a"), 1), (own, 2)] {
            let mut file = Document::parse(&*text);
            let edits = region_correction(config, &session, &to).expect("it is there");
            file.apply_for_aws_cli(&edits).expect("applied");
            let after = String::from_utf8_lossy(file.as_bytes()).into_owned();
            assert_eq!(after.matches("us-east-2").count(), lines, "{after}");
        }
        let nowhere = Session::new(
            Some("nowhere".to_owned()),
            StartUrl::new("https://n.awsapps.com/start").expect("a start URL"),
            to.clone(),
            Endpoints::default(),
        );
        assert_eq!(profiles_of(config, &nowhere), Vec::<String>::new());
        assert!(region_correction(config, &nowhere, &to).is_none());
    });
}

#[test]
fn who_signed_in_last_is_known_by_session_and_portal() {
    let home = tempfile::tempdir().expect("a folder");
    let known = KnownUsers::new(home.path().join("users"));
    let session = |name: &str, url: &str| {
        let url = StartUrl::new(url).expect("a start URL");
        Session::new(
            Some(name.to_owned()),
            url,
            Region::new("eu-west-1").expect("a region"),
            Endpoints::default(),
        )
    };
    let (a, b) = (session("a", "https://a.awsapps.com/start"), session("b", "https://a.awsapps.com/start"));
    assert_eq!(known.last(&a), None);
    let long = format!("{}@example.com", "a".repeat(2_000));
    for user in ["alice@example.com", "bob@example.com", &long] {
        known.remember(&a, user).expect("stored");
        assert_eq!(known.last(&a).as_deref(), Some(user));
    }
    assert_eq!(known.last(&b), None, "another session");
    assert_eq!(known.last(&session("a", "https://moved.awsapps.com/start")), None, "other users");
    // A folder that cannot be made.
    std::fs::File::create(home.path().join("file")).expect("a file");
    KnownUsers::new(home.path().join("file")).remember(&a, "alice").expect_err("no folder");
}
