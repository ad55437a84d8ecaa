//! Many names, new names and names of their own: what is looked up, referred to, made and refused.

use daypass_config_parse::{
    Batch, Code, Config, Diagnostic, Dialect, Document, EditErrorKind, FileKind, SectionKind, SectionName,
};

/// So many that they are looked up by an index.
#[test]
fn many_sections_are_each_found_by_their_name() {
    for count in [15, 16, 17, 18, 40, 200] {
        let section = |at: usize| format!("[profile p{at}]\nregion = r{at}\n");
        let again = |at: usize| format!("[profile p{at}]\noutput = o{at}\n");
        let config: String = (0..count).map(section).chain((0..count).map(again)).collect();
        let keys: String =
            (0..count).map(|at| format!("[p{at}]\nkey = k{at}\n[q{at}]\nkey = k{at}\n")).collect();
        let (config, keys) = (Document::parse(config), Document::parse_credentials(keys));
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            let both = Config::new(&config, Some(&keys), dialect);
            assert_eq!(both.profiles().count(), 2 * count, "{dialect:?}");
            for at in 0..count {
                let profile = both.profile(&format!("p{at}")).expect("it is there");
                let said = ["region", "output", "key"].map(|key| profile.get(key).map(str::to_owned));
                assert_eq!(
                    said,
                    ["r", "o", "k"].map(|word| Some(format!("{word}{at}"))),
                    "{dialect:?} {count}"
                );
                assert!(both.profile(&format!("q{at}")).is_some(), "{dialect:?} {count}");
            }
            assert!(both.profile("p").is_none() && both.profile(&format!("p{count}")).is_none());
        }
    }
}

fn text(file: &Document) -> String {
    String::from_utf8_lossy(file.as_bytes()).into_owned()
}

#[test]
fn who_names_a_section_names_it_anew() {
    let before = "[profile a]\nsso_session = one\nsource_profile = b\nservices = one\n[profile b]\nsso_session = other\nsource_profile = one\n";
    for (section, changes, after) in [
        (SectionName::sso_session("one"), true, before.replace("sso_session = one", "sso_session = new")),
        (SectionName::services("one"), true, before.replace("services = one", "services = new")),
        (SectionName::profile("b"), true, before.replace("source_profile = b", "source_profile = new")),
        (SectionName::profile("one"), true, before.replace("source_profile = one", "source_profile = new")),
        (SectionName::sso_session("nobody"), false, before.to_owned()),
    ] {
        let mut file = Document::parse(before);
        assert_eq!(file.rename_references(&section, "new"), Ok(changes), "{section}");
        assert_eq!(text(&file), after, "{section}");
    }
    let mut keys = Document::parse_credentials("[a]\nsource_profile = b\n[b]\nx = 1\n");
    assert_eq!(keys.rename_references(&SectionName::profile("b"), "new"), Ok(true));
    assert_eq!(text(&keys), "[a]\nsource_profile = new\n[b]\nx = 1\n");
}

/// Moved together, profiles become what they become one after another.
#[test]
fn portals_become_sessions_together() {
    let legacy = |name: &str, url: &str, region: &str| {
        format!(
            "# of {name}\n[profile {name}]\nsso_start_url = {url}\nsso_region = {region}\nsso_role_name = R\n\n"
        )
    };
    let text = [
        legacy("a", "https://one.awsapps.com/start", "eu-west-1"),
        legacy("b", "https://two.awsapps.com/start", "eu-west-1"),
        // The portal of another profile, the same host elsewhere, and a session that is there.
        legacy("c", "https://one.awsapps.com/start", "eu-west-1"),
        legacy("d", "https://one.awsapps.com/start", "us-east-1"),
        legacy("e", "https://one.awsapps.com/start/", "eu-west-1"),
        legacy("f", "https://known.awsapps.com/start", "eu-west-1"),
        "[sso-session known]\nsso_start_url = https://known.awsapps.com/start\nsso_region = eu-west-1\n"
            .to_owned(),
        "[profile g]\nsso_session = known\n".to_owned(),
    ]
    .concat();
    let (mut together, mut alone) = (Document::parse(text.as_str()), Document::parse(text.as_str()));
    let names = ["a", "b", "c", "gone", "d", "g", "e", "f"];
    assert_eq!(together.move_to_sessions(&names), 6);
    let moved = names.into_iter().filter(|name| alone.move_to_session(name).expect("it can be moved"));
    assert_eq!(moved.count(), 6);
    assert_eq!(self::text(&together), self::text(&alone));
    let config = Config::new(&together, None, Dialect::AwsCli);
    let sessions: Vec<_> = config.sso_sessions().map(|session| session.name().to_owned()).collect();
    assert_eq!(sessions, ["known", "one", "two", "one-2", "one-3"]);
    // A profile that cannot be moved, since the SDKs do not read its name, keeps none of the others.
    let odd = "[profile \"h i\"]\nsso_start_url = https://x\nsso_region = r\n";
    let mut file = Document::parse(format!("{text}{odd}"));
    assert_eq!(file.move_to_session("h i").expect_err("a name").kind(), EditErrorKind::Name);
    assert_eq!(file.move_to_sessions(&["a", "h i", "b"]), 2);
    assert!(self::text(&file).contains(odd));
}

#[test]
fn a_portal_of_its_own_becomes_a_session() {
    let own = "[profile p]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n";
    let session = |name: &str, url: &str, region: &str| {
        format!("[sso-session {name}]\nsso_start_url = {url}\nsso_region = {region}\n")
    };
    let (url, region) = ("https://corp.awsapps.com/start", "eu-west-1");
    for (more, name, count) in [
        (String::new(), "corp", 1),
        (session("known", url, region), "known", 1),
        // Another portal, or the same elsewhere, is another session; and its name is taken.
        (session("corp", "https://other.awsapps.com/start", region), "corp-2", 2),
        (session("corp", url, "us-east-1"), "corp-2", 2),
        (session("corp", url, "us-east-1") + &session("corp-2", "https://x", "r"), "corp-3", 3),
    ] {
        let mut file = Document::parse(format!("{own}{more}"));
        assert_eq!(file.move_to_session("p"), Ok(true), "{more}");
        let config = Config::new(&file, None, Dialect::AwsCli);
        let profile = config.profile("p").expect("it stays");
        assert_eq!(profile.keys(), ["sso_session"]);
        assert_eq!(profile.get("sso_session"), Some(name), "{more}");
        let made = config.sso_session(name).expect("it is there");
        assert_eq!((made.get("sso_start_url"), made.get("sso_region")), (Some(url), Some(region)));
        assert_eq!(made.get("sso_registration_scopes").is_some(), more.is_empty() || count > 1, "{more}");
        assert_eq!(config.sso_sessions().count(), count, "{more}");
    }
    let named = |url: &str| {
        let mut file = Document::parse(format!("[profile p]\nsso_start_url = {url}\nsso_region = r\n"));
        assert_eq!(file.move_to_session("p"), Ok(true), "{url}");
        let config = Config::new(&file, None, Dialect::AwsCli);
        config.profile("p").and_then(|profile| profile.get("sso_session")).map(str::to_owned)
    };
    assert_eq!(named("https://a-1.b.example/x").as_deref(), Some("a-1"));
    assert_eq!(named("corp.example").as_deref(), Some("corp"));
    assert_eq!(named("https://[::1]/x").as_deref(), Some("sso"));
    for text in
        ["", "[profile p]\nsso_region = r\n", "[profile p]\nsso_start_url = https://x\n", "[profile q]\n"]
    {
        let mut file = Document::parse(text);
        assert_eq!(file.move_to_session("p"), Ok(false), "{text}");
        assert_eq!(file.as_bytes(), text.as_bytes());
    }
}

#[test]
fn names_in_brackets() {
    for (text, name) in [
        ("profile a", Some((SectionKind::Profile, "a"))),
        ("default", Some((SectionKind::Profile, "default"))),
        ("sso-session a", Some((SectionKind::SsoSession, "a"))),
        ("services a", Some((SectionKind::Services, "a"))),
        ("a", None),
        ("profile", None),
        ("profilea", None),
        ("profilefoo bar", None),
        // Inside double quotation marks a backslash escapes only itself and them.
        (r#"profile "a\"b""#, Some((SectionKind::Profile, "a\"b"))),
        (r#"profile "a\\b""#, Some((SectionKind::Profile, "a\\b"))),
        (r#"profile "a\b""#, Some((SectionKind::Profile, "a\\b"))),
        ("", None),
    ] {
        let found = text.parse::<SectionName>();
        let said = found.as_ref().ok().map(|found| (found.kind(), found.name()));
        assert_eq!(said, name, "{text:?}");
        if let Err(error) = found {
            assert!(!error.to_string().is_empty());
        }
    }
}

/// What is refused, of which kind, and in which line the section stands.
#[test]
fn edits_that_are_refused() {
    let config = "# x\n\n[profile a]\nregion = r\n";
    let own = SectionName::profile("a");
    let set = |name: &SectionName, key: &str, value: &str| Batch::new().set(name, key, value);
    for (batch, kind, line) in [
        (set(&own, "", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a=b", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a:b", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "[a", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "#a", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, ";a", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a\u{7}", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a\u{2028}", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, " a", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a b", "x"), EditErrorKind::Key, Some(3)),
        (set(&own, "a", "x\ny"), EditErrorKind::Value, Some(3)),
        (set(&own, "a", " x"), EditErrorKind::Value, Some(3)),
        (set(&own, "a", ""), EditErrorKind::Value, Some(3)),
        (set(&own, "a", "x # y"), EditErrorKind::Value, Some(3)),
        (set(&own, "a", "\"x\""), EditErrorKind::Value, Some(3)),
        (set(&SectionName::profile("new"), "a", ""), EditErrorKind::Value, None),
        (set(&SectionName::profile(""), "a", "x"), EditErrorKind::Name, None),
        (set(&SectionName::profile("a\u{7}"), "a", "x"), EditErrorKind::Name, None),
        (set(&SectionName::profile("a\u{2029}"), "a", "x"), EditErrorKind::Name, None),
        (set(&SectionName::profile("a b"), "a", "x"), EditErrorKind::Name, None),
    ] {
        let mut file = Document::parse(config);
        let error = file.apply(&batch).expect_err("it is refused");
        assert_eq!((error.kind(), error.line()), (kind, line), "{error}");
        assert!(error.to_string().ends_with(error.reason()) && error.to_string().starts_with("cannot "));
        assert_eq!(file.as_bytes(), config.as_bytes());
    }
    // One quotation mark alone, and what is no comment, are values.
    for value in ["\"", "'", "x#y", "\"x'", "a\tb"] {
        let mut file = Document::parse(config);
        assert_eq!(file.apply(&set(&own, "a", value)), Ok(true), "{value}");
    }
    let keys = "[a]\nx = 1\n";
    for name in [SectionName::sso_session("a"), SectionName::services("a"), SectionName::profile("DEFAULT")] {
        let mut file = Document::parse_credentials(keys);
        let error = file.apply(&set(&name, "a", "x")).expect_err("it is refused");
        assert_eq!((error.kind(), file.as_bytes()), (EditErrorKind::Name, keys.as_bytes()), "{name}");
    }
    let mut file = Document::parse_credentials(keys);
    assert_eq!((file.apply(&set(&own, "a", "x")), file.kind()), (Ok(true), FileKind::Credentials));
}

/// What is not there has nothing that could be taken away, also where somebody else reads it.
#[test]
fn taking_away_from_what_is_not_there() {
    let gone = SectionName::profile("gone");
    for text in ["", "[profile a]\nx = 1\n"] {
        for batch in [
            Batch::new().unset(&gone, "x"),
            Batch::new().comment_out(&gone, "x"),
            Batch::new().unset_nested(&gone, "x", "y"),
            Batch::new().remove_section(&gone),
        ] {
            let mut file = Document::parse(text);
            assert_eq!((file.apply(&batch), file.as_bytes()), (Ok(false), text.as_bytes()), "{batch:?}");
        }
    }
    // Made and taken away in one edit, or taken away and made.
    let own = SectionName::profile("a");
    let mut file = Document::parse("[profile a]\nx = 1\n");
    assert_eq!(file.apply(&Batch::new().remove_section(&own).set(&own, "y", "2")), Ok(true));
    assert_eq!(text(&file).trim_start(), "[profile a]\ny = 2\n");
    assert_eq!(file.apply(&Batch::new().set(&gone, "x", "1").remove_section(&gone)), Ok(false));
    assert_eq!(text(&file).trim_start(), "[profile a]\ny = 2\n");
    assert_eq!(
        file.apply(&Batch::new().set(&gone, "x", "1").unset(&gone, "x").set(&own, "z", "3")),
        Ok(true)
    );
    assert!(text(&file).contains("z = 3"), "{}", text(&file));
}

/// A name that no tool writes may stand there already: its keys change, and it can go.
#[test]
fn a_section_of_an_odd_name_that_is_there_is_edited() {
    let odd = SectionName::profile("a b");
    let before = "[profile \"a b\"]\nx = 1\n";
    let mut file = Document::parse(before);
    assert_eq!(file.apply_to_existing(&Batch::new().set(&odd, "x", "2")), Ok(true));
    assert_eq!(text(&file), "[profile \"a b\"]\nx = 2\n");
    assert_eq!(file.apply_to_existing(&Batch::new().remove_section(&odd)), Ok(true));
    assert_eq!(text(&file), "");
    for to in ["c d", "", "e\u{7}"] {
        let mut file = Document::parse("[profile p]\nx = 1\n");
        let error = file.rename_section(&SectionName::profile("p"), to).expect_err(to);
        assert_eq!(error.kind(), EditErrorKind::Name, "{to:?}");
    }
}

/// Headers of one name: joined, or the later in place of the earlier, as each tool takes them.
#[test]
fn sections_of_one_name() {
    let keys = |text: &str, name: &str, dialect: Dialect| {
        let file = Document::parse(text);
        let config = Config::new(&file, None, dialect);
        let profile = config.profile(name);
        profile.map(|profile| profile.keys().into_iter().map(str::to_owned).collect::<Vec<_>>().concat())
    };
    for (text, name, cli, sdk) in [
        ("[profile a]\nx = 1\n[profile a]\ny = 2\n", "a", "xy", "xy"),
        (
            "[profile a]\nx = 1\n[profile b]\nz = 1\n[profile a]\ny = 2\n[profile a]\nz = 3\n",
            "a",
            "xyz",
            "xyz",
        ),
        ("[default]\nx = 1\n[profile default]\ny = 2\n", "default", "y", "y"),
        ("[profile default]\ny = 2\n[default]\nx = 1\n", "default", "x", "y"),
        ("[default]\nx = 1\n[default]\nz = 3\n[profile default]\ny = 2\n", "default", "y", "y"),
        ("[default]\nx = 1\n[default]\nz = 3\n", "default", "xz", "xz"),
    ] {
        assert_eq!(keys(text, name, Dialect::AwsCli).as_deref(), Some(cli), "AWS CLI: {text}");
        assert_eq!(keys(text, name, Dialect::Sdk).as_deref(), Some(sdk), "SDK: {text}");
    }
    // Among many names, too; and a session or block is joined by every SDK.
    let many: String = (0..40).map(|at| format!("[profile p{at}]\nregion = r\n")).collect();
    let text = format!("[default]\nx = 1\n[default]\nz = 3\n{many}[profile default]\ny = 2\n");
    assert_eq!(keys(&text, "default", Dialect::AwsCli).as_deref(), Some("y"));
    let file = Document::parse("[sso-session s]\nx = 1\n[sso-session s]\ny = 2\n");
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let config = Config::new(&file, None, dialect);
        assert_eq!(
            config.sso_session("s").map(|session| session.keys()),
            Some(vec!["x", "y"]),
            "{dialect:?}"
        );
    }
}

#[test]
fn whom_a_finding_concerns() {
    let code = |id: &str| Code::ALL.iter().copied().find(|code| code.id() == id).expect(id);
    // Refused by some, misread by others, and neither.
    assert!(code("C101").concerns(Dialect::AwsCli) && code("C101").refuses(Dialect::AwsCli));
    assert!(code("C129").concerns(Dialect::Sdk) && !code("C129").refuses(Dialect::Sdk));
    assert!(code("C105").concerns(Dialect::AwsCli));
    let counts = [Dialect::AwsCli, Dialect::Sdk]
        .map(|dialect| Code::ALL.iter().filter(|code| code.concerns(dialect)).count());
    assert!(counts.iter().all(|count| (1..Code::ALL.len()).contains(count)), "{counts:?}");
}

#[test]
fn a_section_goes_with_what_belongs_to_it() {
    for (before, after) in [
        ("[profile a]\nx = 1\n# c\n", ""),
        ("[profile a]\nx = 1\n# c\n[profile b]\n", "# c\n[profile b]\n"),
        ("[profile a]\nx = 1\n\n# c\n[profile b]\n", "# c\n[profile b]\n"),
        ("[profile b]\n\n[profile a]\nx = 1\n", "[profile b]\n"),
        ("\n[profile a]\nx = 1\n", "\n"),
    ] {
        let mut file = Document::parse(before);
        assert_eq!(file.remove_section(&SectionName::profile("a")), Ok(true), "{before}");
        assert_eq!(text(&file), after, "{before}");
    }
}

/// Of the findings of a file, only those that an edit made are its news.
#[test]
fn news_of_an_edit() {
    let a = SectionName::profile("a");
    let line = "x = 1 # c\n";
    for known in 0..4 {
        let keys: String = (0..known).map(|at| format!("k{at}{line}")).collect();
        let mut file = Document::parse(format!("[profile a]\n{keys}"));
        let found = file.lint().len();
        let news = file.apply_for_aws_cli(&Batch::new().set(&a, "y", "1 # c").set(&a, "z", "2 # d"));
        let codes: Vec<_> = news.expect("it is done").iter().map(Diagnostic::code).collect();
        assert_eq!((found, codes), (known, vec![Code::CommentAfterValue; 2]));
    }
}

#[test]
fn refusals_say_what_is_wrong() {
    let a = SectionName::profile("a");
    for c in ['\u{7}', '\u{85}', '\u{2028}', '\u{2029}'] {
        for (batch, reason) in [
            (
                Batch::new().set(&SectionName::profile(format!("a{c}b")), "x", "1"),
                "a name has no control characters",
            ),
            (
                Batch::new().set(&a, &format!("x{c}y"), "1"),
                "a key has no control characters and no white space round it",
            ),
        ] {
            let mut file = Document::parse("[profile a]\nx = 1\n");
            assert_eq!(file.apply(&batch).expect_err("it is refused").reason(), reason, "{c:?}");
            assert_eq!(file.apply_for_aws_cli(&batch).expect_err("it is refused").reason(), reason, "{c:?}");
        }
    }
    for key in [" x", "x ", "\tx", "x\u{a0}"] {
        let mut file = Document::parse("[profile a]\nx = 1\n");
        let error = file.apply(&Batch::new().set(&a, key, "1")).expect_err("it is refused");
        assert_eq!(error.reason(), "a key has no control characters and no white space round it", "{key:?}");
    }
}
