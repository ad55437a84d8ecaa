//! A look-up of one profile reads what concerns it, and no other section.

use daypass_config_parse::{Config, Dialect, Document, Lookup};

/// The sections of both families that a look-up of this profile holds.
fn held(config: &str, credentials: Option<&str>, name: &str, dialect: Dialect) -> Vec<String> {
    let lookup = Lookup::find(config.as_bytes(), credentials.map(str::as_bytes), name, dialect);
    names(&lookup.config())
}

fn names(config: &Config<'_>) -> Vec<String> {
    let profiles = config.profiles().map(|profile| profile.name().to_owned());
    let sessions = config.sso_sessions().map(|session| format!("session {}", session.name()));
    let services = ["s", "t"].into_iter().filter(|name| config.services(name).is_some());
    profiles.chain(sessions).chain(services.map(|name| format!("services {name}"))).collect()
}

const FILE: &str = "\
[default]
region = r
[profile a]
sso_session = one
[profile ab]
services = t
[profile b]
region = r
[sso-session one]
sso_region = r
[sso-session other]
sso_region = r
[services s]
sso =
  endpoint_url = http://x
[services t]
sso =
  endpoint_url = http://x
";

#[test]
fn a_look_up_holds_what_it_refers_to_and_nothing_else() {
    let credentials = "[default]\nx = 1\n[a]\nx = 1\n[ab]\nx = 1\n[c]\nx = 1\n";
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        for (name, expected) in [
            ("a", &["a", "session one"][..]),
            ("ab", &["ab", "services t"]),
            ("b", &["b"]),
            ("default", &["default"]),
            ("c", &["c"]),
            ("nobody", &[]),
        ] {
            assert_eq!(held(FILE, Some(credentials), name, dialect), expected, "{dialect:?} {name}");
        }
        assert_eq!(held(FILE, None, "c", dialect), [""; 0]);
        // Whatever ends its lines, and whatever is before the first.
        for file in [FILE.replace('\n', "\r\n"), format!("\u{feff}{FILE}"), format!("# x\n{FILE}")] {
            assert_eq!(held(&file, None, "a", dialect), ["a", "session one"], "{dialect:?} {file:?}");
            assert_eq!(held(&file, None, "default", dialect), ["default"], "{dialect:?} {file:?}");
        }
    }
    // A bracket in a value, and a session and a services block of one name.
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let text = "[profile a]\nsso_session = s\nx = [y]\n[services s]\nsso =\n  x = 1\n[sso-session s]\n[profile b]\n";
        assert_eq!(held(text, None, "a", dialect), ["a", "session s"], "{dialect:?}");
    }
    // A carriage return alone ends a line for the AWS CLI.
    let file = FILE.replace('\n', "\r");
    assert_eq!(held(&file, None, "a", Dialect::AwsCli), ["a", "session one"]);
}

/// In whatever spelling a tool reads it.
#[test]
fn odd_spellings_are_found() {
    for (header, cli, sdk) in [
        ("[profile a]", true, true),
        ("[profile  a]", true, true),
        ("[profile\ta]", true, true),
        ("[profile a ]", true, true),
        ("[profile \"a\"]", true, false),
        ("[profile 'a']", true, false),
        ("[profile \\a]", true, false),
        ("[profile a] # x", true, true),
        ("[profile ab]", false, false),
        ("[profile b]", false, false),
        ("[profilea]", false, false),
        ("[profilefoo a]", true, false),
        ("[profile a", true, true),
        ("[profile a\r", true, true),
        ("[profile a]\r", true, true),
        ("[a]", false, false),
        ("[ profile a]", false, true),
    ] {
        let text = format!("{header}\nregion = r\n[profile z]\nregion = s\n");
        for (dialect, expected) in [(Dialect::AwsCli, cli), (Dialect::Sdk, sdk)] {
            let lookup = Lookup::find(text.as_bytes(), None, "a", dialect);
            let whole = Document::parse(text.as_bytes());
            let whole = Config::new(&whole, None, dialect);
            let found = lookup.config().profile("a").is_some();
            assert_eq!(found, whole.profile("a").is_some(), "{dialect:?} {header}");
            assert_eq!(found, expected, "{dialect:?} {header}");
            assert!(lookup.config().profile("z").is_none(), "{dialect:?} {header}");
        }
    }
}

/// The SDKs read a session with white space before its kind, too.
#[test]
fn session_of_an_odd_spelling_is_found() {
    let text = "[profile a]\nsso_session = s\n[ sso-session s]\nsso_region = r\n[profile z]\n";
    let lookup = Lookup::find(text.as_bytes(), None, "a", Dialect::Sdk);
    let config = lookup.config();
    assert_eq!(config.sso_session("s").and_then(|session| session.get("sso_region")), Some("r"));
}

/// What continues a value, or is a property with a bracket, is no header; then nothing is left out.
#[test]
fn brackets_that_are_no_headers() {
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        for text in [
            "[profile a]\nx = [profile b]\nregion = r\n[profile b]\nregion = s\n",
            "[profile a]\n[profile b = 1\nregion = r\n[profile b]\nregion = s\n",
            "[profile a]\nx =\n  y = 1\n  [profile b]\nregion = r\n[profile b]\nregion = s\n",
            "[profile a]\nregion = r\n  [profile b]\nregion = s\n",
            "[profile a]\nregion = r # [profile b]\nx = 1\n",
            "[profile a]\nregion = r\r[profile b]\nx = 1\n",
        ] {
            let whole = Document::parse(text.as_bytes());
            let whole = Config::new(&whole, None, dialect);
            for name in ["a", "b"] {
                let lookup = Lookup::find(text.as_bytes(), None, name, dialect);
                let one = lookup.config();
                let read = |config: &Config<'_>| {
                    let profile = config.profile(name)?;
                    let keys: Vec<_> = profile.keys().into_iter().map(str::to_owned).collect();
                    Some((
                        keys,
                        profile.get("region").map(str::to_owned),
                        profile.get("x").map(str::to_owned),
                    ))
                };
                assert_eq!(read(&one), read(&whole), "{dialect:?} {name} {text:?}");
            }
        }
    }
}

/// The AWS CLI lets every section inherit `[DEFAULT]`, wherever it stands.
#[test]
fn what_every_section_inherits_is_found() {
    let text = "[profile a]\nx = 1\n[DEFAULT]\nregion = r\n[DEFAULTS]\nregion = s\n[profile b]\nx = 2\n";
    for (dialect, region) in [(Dialect::AwsCli, Some("r")), (Dialect::Sdk, None)] {
        let lookup = Lookup::find(text.as_bytes(), None, "a", dialect);
        let config = lookup.config();
        assert_eq!(config.profile("a").and_then(|profile| profile.get("region")), region, "{dialect:?}");
        assert!(config.profile("b").is_none());
    }
    let lookup = Lookup::find(b"", Some(b"[DEFAULT]\nregion = r\n[a]\nx = 1\n"), "a", Dialect::AwsCli);
    assert_eq!(lookup.config().profile("a").and_then(|profile| profile.get("region")), Some("r"));
}

/// The fuzzer: a section without a name, whose line ends in CR LF.
#[test]
fn a_line_is_cut_before_its_whole_ending() {
    for (credentials, name) in [("[]\r\n", ""), ("x\n[]\r\n[a]\r\n", ""), ("[a]\r\n", "a")] {
        let document = Document::parse_credentials(credentials);
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            let empty = Document::default();
            let whole = Config::new(&empty, Some(&document), dialect).profile(name).is_some();
            let lookup = Lookup::find(b"", Some(credentials.as_bytes()), name, dialect);
            assert_eq!(lookup.config().profile(name).is_some(), whole, "{dialect:?} {credentials:?}");
        }
    }
}
