//! What a sign-out finds, removes and tells AWS of; and what keeps its sign-in under a new name.

use crate::bench::{Bench, CONFIG, CORP, NOW, OLD, ROLE, Reply, now, plan};
use daypass_config_parse::{Config, Dialect, Document, SectionName};
use daypass_credentials::{
    Endpoints, Error, ErrorKind, RenamedKeys, Session, Settings, SignOutScope, role_keys,
};
use daypass_token_cache::{CacheKey, RegistrationKey};
use std::{
    collections::BTreeMap,
    error::Error as _,
    path::Path,
    time::{Duration, SystemTime},
};

const CLIENT: &str =
    r#"{"clientId": "cid", "clientSecret": "planted-cs", "expiresAt": "2027-01-01T00:00:00Z"}"#;
const ROLE_OF_SSO: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-11-22T13:00:00Z"}}"#;
const ASSUMED: &str = r#"{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-11-22T13:00:00Z"}, "AssumedRoleUser": {}}"#;
const STRANGER: &str = "https://d-stranger.awsapps.com/start";
const NO_KEY: &str = "ffffffffffffffffffffffffffffffffffffffff";

/// A portal of another place, which no config names.
const AT_STRANGER: &str = r#", "startUrl": "https://d-stranger.awsapps.com/start", "region": "eu-central-1""#;

fn document() -> Document {
    Document::parse(format!("{CONFIG}[sso-session half]\nsso_region = us-east-1\n"))
}

fn session_of(profile: &str) -> Session {
    plan(profile).session().expect("a session").clone()
}

fn stranger() -> CacheKey {
    CacheKey::for_start_url(STRANGER)
}

/// A home in which everything lies that a home may have. Each file has a word for these tests.
fn home(bench: &Bench) -> BTreeMap<String, &'static str> {
    let mut words = BTreeMap::new();
    let mut put = |folder: &str, key: String, text: &str, word| {
        bench.write(folder, &key, text);
        words.insert(format!("{folder}/{key}.json"), word);
    };
    let token = |more: &str| crate::bench::token_json("planted", 28_800, more);
    let [browser, device] = session_of("dev").registration_key().slots();
    let [_, old_device] = session_of("old").registration_key().slots();
    let of_stranger =
        RegistrationKey { region: "eu-central-1", scopes: None, session_name: None, start_url: STRANGER };
    let [_, of_stranger] = of_stranger.slots();
    let key = |profile: &str| plan(profile).cache_key().expect("a key").to_string();
    put("sso", CORP.to_owned(), &token(""), "token of corp");
    put("sso", browser.to_string(), CLIENT, "browser client of corp");
    put("sso", device.to_string(), CLIENT, "device client of corp");
    put("sso", OLD.to_owned(), &token(""), "token of old");
    put("sso", old_device.to_string(), CLIENT, "client of old");
    put("sso", CacheKey::for_session("half").to_string(), &token(""), "token of half");
    put("sso", stranger().to_string(), &token(AT_STRANGER), "token of a stranger");
    put("sso", of_stranger.to_string(), CLIENT, "client of a stranger");
    put("sso", CacheKey::for_session("other").to_string(), &token(r#", "startUrl": """#), "token of nowhere");
    put("sso", CacheKey::for_session("broken").to_string(), "{", "something damaged");
    put("sso", "settings".to_owned(), "{", "another tool's");
    put("sso", NO_KEY.to_owned(), CLIENT, "another tool's client");
    put("cli", ROLE.to_owned(), ROLE_OF_SSO, "role of corp");
    put("cli", key("old"), ROLE_OF_SSO, "role of old");
    // Over either session: the AWS CLI's name of the file is the same.
    put("cli", key("chained"), ASSUMED, "chained");
    put("cli", NO_KEY.to_owned(), ROLE_OF_SSO, "role of somebody");
    put("cli", CacheKey::for_session("x").to_string(), ASSUMED, "assumed by another tool");
    for (from, word) in [
        (format!("sso/{CORP}.json"), "former token of corp"),
        (format!("cli/{}.json", key("chained")), "formerly chained"),
    ] {
        let aside = format!("{from}.corrupt");
        std::fs::File::create(bench.path(&aside)).expect("a file");
        words.insert(aside, word);
    }
    words
}

fn word_of(words: &BTreeMap<String, &'static str>, path: &Path) -> &'static str {
    words.iter().find(|(end, _)| path.ends_with(end.as_str())).map_or("unknown", |(_, word)| word)
}

#[test]
fn whose_files_they_are() {
    let bench = Bench::new([]);
    let words = home(&bench);
    let document = document();
    let config = Config::new(&document, None, Dialect::AwsCli);
    let found = |whose: SignOutScope<'_>| {
        let found = bench.provider().sign_in_files(&config, &Settings::default(), whose).expect("readable");
        let mut told: Vec<_> = found
            .iter()
            .map(|found| (word_of(&words, &found.file.path), found.label.clone(), found.session.is_some()))
            .collect();
        told.sort();
        told
    };
    let name = |key: &str| format!("{key}.json");
    let chained = plan("chained").cache_key().expect("a key").to_string();
    let [browser, device] = session_of("dev").registration_key().slots();
    let corp = SignOutScope::Session(&session_of("dev"));
    assert_eq!(
        found(corp),
        [
            ("browser client of corp", name(&browser.to_string()), false),
            ("chained", name(&chained), false),
            ("device client of corp", name(&device.to_string()), false),
            ("former token of corp", format!("{CORP}.json.corrupt"), false),
            ("formerly chained", format!("{chained}.json.corrupt"), false),
            ("role of corp", name(ROLE), false),
            ("token of corp", "corp".to_owned(), true),
        ]
    );
    let all = found(SignOutScope::All);
    let mut kept: Vec<_> =
        words.values().filter(|word| !all.iter().any(|(found, ..)| found == *word)).copied().collect();
    assert_eq!(all.len() + kept.len(), words.len());
    kept.sort_unstable();
    assert_eq!(kept, ["another tool's", "another tool's client", "assumed by another tool"]);
    for (word, label, is_known) in [
        ("token of corp", "corp", true),
        ("token of old", "https://d-abc123.awsapps.com/start", true),
        ("token of half", "half", false),
        ("token of a stranger", STRANGER, false),
        ("token of nowhere", &name(&CacheKey::for_session("other").to_string()), false),
    ] {
        assert!(all.contains(&(word, label.to_owned(), is_known)), "{word}: {all:?}");
    }
    assert_eq!(bench.asked(), Vec::<String>::new());
}

#[test]
fn the_keys_of_a_session_s_roles() {
    let document = document();
    let config = Config::new(&document, None, Dialect::AwsCli);
    for (through, profiles) in
        [("dev", ["dev", "chained", "guarded"].as_slice()), ("old", ["old", "chained-old"].as_slice())]
    {
        let expected: Vec<_> =
            profiles.iter().map(|profile| plan(profile).cache_key().expect("a key")).collect();
        let keys = role_keys(&config, &session_of(through));
        assert!(expected.iter().all(|key| keys.contains(key)), "{through}");
        // `chained` and `chained-old` assume the same role, which has one file.
        let others = if through == "dev" { "old" } else { "dev" };
        assert!(!keys.contains(&plan(others).cache_key().expect("a key")), "{through}");
    }
}

#[test]
fn a_sign_out_removes_first_and_then_tells_aws() {
    let (down, fine) = (Reply::Down, Reply::Json(200, ""));
    let gone = Reply::Json(401, r#"{"__type":"UnauthorizedException","message":"no"}"#);
    let bench = Bench::new([fine, gone, down]);
    for (key, more) in [
        (CORP.to_owned(), r#", "region": "us-west-2""#),
        (OLD.to_owned(), ""),
        (stranger().to_string(), AT_STRANGER),
        (CacheKey::for_session("half").to_string(), ""),
    ] {
        bench.token(&key, "planted", 28_800, more);
    }
    let document = document();
    let config = Config::new(&document, None, Dialect::AwsCli);
    let mut belongings =
        bench.provider().sign_in_files(&config, &Settings::default(), SignOutScope::All).expect("readable");
    let order = ["corp", "https://d-abc123.awsapps.com/start", STRANGER, "half"];
    belongings.sort_by_key(|found| order.iter().position(|label| *label == found.label));
    let done = now(bench.provider().sign_out(&belongings, &Endpoints::default()));
    assert_eq!((done.removed, done.kept.len(), done.revoked), (4, 0, 2));
    assert_eq!(std::fs::read_dir(bench.path("sso")).expect("a folder").count(), 0);
    // Nothing says where the last one was issued, so nobody is asked.
    assert_eq!(bench.asked(), ["POST /logout", "POST /logout", "POST /logout"]);
    let unrevoked: Vec<_> =
        done.unrevoked.iter().map(|left| (left.label.as_str(), left.expires_at)).collect();
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 28_800);
    assert_eq!(unrevoked, [(STRANGER, end), ("half", end)]);
    let reason = done.unrevoked[0].reason.as_ref().expect("a reason");
    assert_eq!(reason.kind(), ErrorKind::Network);
    assert_eq!(bottom(reason), "no connection to portal.sso.eu-central-1.amazonaws.com");
    assert!(done.unrevoked[1].reason.is_none());
}

/// The region that a token says it is from, before the one that the config says now.
#[test]
fn aws_is_told_where_the_token_is_from() {
    for (more, region) in [("", "us-east-1"), (r#", "region": "us-west-2""#, "us-west-2")] {
        let bench = Bench::new([Reply::Down]);
        bench.token(CORP, "planted", 28_800, more);
        let document = document();
        let config = Config::new(&document, None, Dialect::AwsCli);
        let session = session_of("dev");
        let belongings =
            bench.provider().sign_in_files(&config, &Settings::default(), SignOutScope::Session(&session));
        let done = now(bench.provider().sign_out(&belongings.expect("readable"), &Endpoints::default()));
        let reason = done.unrevoked[0].reason.as_ref().expect("a reason");
        assert_eq!(bottom(reason), format!("no connection to portal.sso.{region}.amazonaws.com"));
    }
}

#[test]
fn what_is_no_file_goes_out_of_the_way() {
    let bench = Bench::new([]);
    std::fs::create_dir_all(bench.path("sso").join(format!("{CORP}.json"))).expect("a folder");
    let document = document();
    let config = Config::new(&document, None, Dialect::AwsCli);
    let session = session_of("dev");
    let belongings =
        bench.provider().sign_in_files(&config, &Settings::default(), SignOutScope::Session(&session));
    let done = now(bench.provider().sign_out(&belongings.expect("readable"), &Endpoints::default()));
    assert_eq!((done.removed, done.kept.len(), done.revoked + done.unrevoked.len()), (1, 0, 0));
    assert!(!bench.path("sso").join(format!("{CORP}.json")).exists());
    assert!(bench.path("sso").join(format!("{CORP}.json.corrupt")).is_dir());
}

fn bottom(error: &Error) -> String {
    let mut cause = error.source();
    while let Some(next) = cause.and_then(|cause| cause.source()) {
        cause = Some(next);
    }
    cause.map(ToString::to_string).unwrap_or_default()
}

#[test]
fn files_move_along_with_the_name_of_their_section() {
    let before = Document::parse(CONFIG);
    let before = Config::new(&before, None, Dialect::AwsCli);
    let to = |text: String, renamed: &[(SectionName, SectionName)]| {
        let after = Document::parse(text);
        RenamedKeys::of(&before, &Config::new(&after, None, Dialect::AwsCli), renamed)
    };
    let sections = [(SectionName::sso_session("corp"), SectionName::sso_session("acme"))];
    let keys = to(CONFIG.replace("corp", "acme"), &sections);
    let was = session_of("dev").keys();
    assert_eq!(keys.sso.iter().map(|(from, _)| *from).collect::<Vec<_>>(), was);
    assert_eq!(keys.sso[0], (CacheKey::for_session("corp"), CacheKey::for_session("acme")));
    assert!(keys.sso.iter().all(|(_, to)| !was.contains(to)));
    // The role's own file once, although three profiles lead to it; the assumed one's name has no session in it.
    assert_eq!(keys.roles.iter().map(|(from, _)| from.to_string()).collect::<Vec<_>>(), [ROLE]);
    // A profile's name is in no file's name.
    let sections = [(SectionName::profile("dev"), SectionName::profile("work"))];
    let renamed = CONFIG.replace("[profile dev]", "[profile work]").replace("= dev", "= work");
    assert_eq!(to(renamed, &sections), RenamedKeys::default());
    // Both at once: the role is found under its profile's new name.
    let sections = [
        (SectionName::profile("dev"), SectionName::profile("work")),
        (SectionName::sso_session("corp"), SectionName::sso_session("acme")),
    ];
    let renamed = CONFIG.replace("[profile dev]", "[profile work]").replace("= dev", "= work");
    let keys = to(renamed.replace("corp", "acme"), &sections);
    assert_eq!((keys.sso.len(), keys.roles.len()), (3, 1));
    // Without a name for it, a section that went away takes nothing along.
    assert_eq!(to(CONFIG.replace("corp", "acme"), &[]).sso, []);
}
