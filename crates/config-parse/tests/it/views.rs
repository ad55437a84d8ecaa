//! What the files mean: profiles, sessions, services, and where each value comes from.

use daypass_config_parse::{Config, Dialect, Document, FileKind, SectionName};

const CONFIG: &str = "[default]\nregion = a\n\n[profile dev]\nsso_session = corp\nsso_account_id = 012345678901\nsso_role_name = Admin\nservices = local\n\n[profile old]\nsso_start_url = https://old.example/start\nsso_region = r\n\n[profile bad]\nsso_session = gone\n\n[profile torn]\nsso_session = corp\nsso_region = other\n\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes =  a, ,b \n\n[services local]\nsso =\n  endpoint_url = http://localhost:1\n  endpoint_url = http://localhost:2\n";
const CREDENTIALS: &str = "[dev]\nsso_role_name = FromCreds\n\n[only]\nx = 1\n";

fn both(check: impl Fn(&Config<'_>)) {
    let (config, credentials) = (Document::parse(CONFIG), Document::parse_credentials(CREDENTIALS));
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        check(&Config::new(&config, Some(&credentials), dialect));
    }
}

#[test]
fn profiles_come_in_file_order_then_those_of_the_credentials_file() {
    both(|config| {
        let names: Vec<_> = config.profiles().map(|profile| profile.name()).collect();
        assert_eq!(names, ["default", "dev", "old", "bad", "torn", "only"]);
        let sessions: Vec<_> = config.sso_sessions().map(|session| session.name()).collect();
        assert_eq!(sessions, ["corp"]);
    });
}

#[test]
fn every_value_knows_its_origin() {
    both(|config| {
        let dev = config.profile("dev").expect("it is there");
        assert_eq!(dev.get("sso_role_name"), Some("FromCreds"));
        let origin = |key| dev.origin(key).map(|origin| (origin.file, origin.line));
        assert_eq!(origin("sso_role_name"), Some((FileKind::Credentials, 2)));
        assert_eq!(origin("sso_account_id"), Some((FileKind::Config, 6)));
        assert_eq!(origin("absent"), None);
        assert_eq!(dev.line(), 4);
        assert_eq!(dev.keys(), ["sso_session", "sso_account_id", "sso_role_name", "services"]);
        for (keys, expected) in [
            (&["absent", "services"][..], true),
            (&["sso_role_name"], true),
            (&["absent", "sso_region", ""], false),
            (&[], false),
        ] {
            assert_eq!(dev.has_any(keys), expected, "{keys:?}");
        }
        let only = config.profile("only").and_then(|profile| profile.declared()).expect("declared");
        assert_eq!((only.file, only.line), (FileKind::Credentials, 4));
    });
}

#[test]
fn services_blocks_are_maps() {
    both(|config| {
        let block = config.services("local").expect("it is there");
        assert!(block.is_nested("sso"));
        assert_eq!(block.nested("sso", "endpoint_url"), Some("http://localhost:2"));
        assert_eq!(block.nested("sso", "absent"), None);
        assert_eq!(config.profile("dev").expect("it is there").nested("services", "x"), None);
    });
}

#[test]
fn sso_settings_by_flavour() {
    both(|config| {
        let dev = config.sso("dev").expect("a session profile");
        assert_eq!((dev.session, dev.region), (Some("corp"), Some("us-east-1")));
        assert_eq!(dev.registration_scopes, Some(vec!["a", "b"]));
        assert!(dev.missing_for_credentials().is_empty() && dev.conflicts.is_empty());
        let old = config.sso("old").expect("a legacy profile");
        assert_eq!(
            (old.session, old.start_url, old.is_declared),
            (None, Some("https://old.example/start"), true)
        );
        assert!(old.missing_for_login().is_empty());
        assert_eq!(old.missing_for_credentials(), ["sso_role_name", "sso_account_id"]);
        let bad = config.sso("bad").expect("a session profile");
        assert!(!bad.is_declared);
        assert_eq!(bad.missing_for_login(), ["sso_start_url", "sso_region"]);
        assert_eq!(config.sso("torn").expect("a session profile").conflicts, ["sso_region"]);
        assert_eq!((config.sso("default"), config.sso("absent")), (None, None));
    });
}

/// A debug print of anything shows no values.
#[test]
fn values_stay_out_of_debug() {
    let file = Document::parse("[default]\nx = planted1\n  planted2\nS3 =\n  a = planted3\n");
    let config = Config::new(&file, None, Dialect::AwsCli);
    let shown = format!("{file:?} {config:?} {:?} {:?}", config.profile("default"), file.lint());
    assert!(!shown.contains("planted"), "{shown}");
}

/// What is usual is kept in one byte a length; what is longer must read the same, and end where it ends.
#[test]
fn no_part_of_a_line_is_too_long() {
    for (part, length) in (0..6).flat_map(|part| [254, 255, 256, 257, 70_000].map(|length| (part, length))) {
        let long = |this: i32, letter: &str| letter.repeat(if part == this { length } else { 1 });
        let (name, key, value) = (long(0, "n"), long(1, "k"), long(2, "v"));
        let (gap, tail, after) = (long(3, " "), long(4, " "), long(5, " "));
        let own = format!("[profile {name}]{after}\n{key} ={gap}{value}{tail}\r\n");
        let other = "[profile z]\nx = 1\n";
        let mut file = Document::parse(own + other);
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            let config = Config::new(&file, None, dialect);
            let section = config.profile(&name).expect("it is there");
            assert_eq!(section.keys(), [&key]);
            assert_eq!(section.get(&key), Some(&*value));
        }
        file.remove_section(&SectionName::profile(name)).expect("a plain name");
        assert_eq!(file.as_bytes(), other.as_bytes());
    }
}

/// In the AWS CLI a section has the keys of `[DEFAULT]`, too, if it is in the same file.
#[test]
fn keys_that_a_section_inherits() {
    let config = Document::parse("[DEFAULT]\nregion = r\nx = 0\n[profile a]\nx = 1\n");
    let credentials = Document::parse_credentials("[DEFAULT]\noutput = o\n[b]\ny = 1\n");
    for (dialect, a, b) in
        [(Dialect::AwsCli, &["x", "region"][..], &["y", "output"][..]), (Dialect::Sdk, &["x"], &["y"])]
    {
        let config = Config::new(&config, Some(&credentials), dialect);
        let keys = |name: &str| config.profile(name).expect("a profile").keys();
        assert_eq!((keys("a"), keys("b")), (a.to_vec(), b.to_vec()), "{dialect:?}");
    }
}

/// Python's `splitlines` ends a line at more characters than line feeds.
#[test]
fn lines_of_a_nested_block_end_as_each_dialect_ends_them() {
    let file = Document::parse("[profile a]\ns3 =\n  x = 1\u{c}y = 2\n  z = 3\n");
    for (dialect, expected) in [
        (Dialect::AwsCli, &[("x", "1"), ("y", "2"), ("z", "3")][..]),
        (Dialect::Sdk, &[("x", "1\u{c}y = 2"), ("z", "3")]),
    ] {
        let config = Config::new(&file, None, dialect);
        let pairs: Vec<_> = config.profile("a").expect("a profile").nested_pairs("s3").collect();
        assert_eq!(pairs, expected, "{dialect:?}");
    }
}

#[test]
fn a_blank_value_counts_as_absent() {
    let file = Document::parse("[profile b]\nsource_profile = c \nkey =\n");
    let config = Config::new(&file, None, Dialect::AwsCli);
    let own = config.profile("b").expect("a profile");
    assert_eq!([own.text("key"), own.text("source_profile"), own.text("none")], [None, Some("c"), None]);
}

/// A key of more than 255 bytes is held in another way than others.
#[test]
fn any_of_several_keys_is_found_also_a_long_one() {
    let long = "k".repeat(300);
    let file = Document::parse(format!("[profile a]\n{long} = x\nregion = y\n[profile b]\n{long} = x\n"));
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let config = Config::new(&file, None, dialect);
        let has = |name: &str, keys: &[&str]| config.profile(name).expect("a profile").has_any(keys);
        assert!(
            has("a", &["x", &long])
                && has("b", &[&long])
                && has("a", &["region"])
                && has("a", &["x", "region"])
        );
        assert!(!has("b", &["region", "x"]) && !has("b", &[""]) && !has("a", &["x", ""]) && !has("b", &[]));
    }
}
