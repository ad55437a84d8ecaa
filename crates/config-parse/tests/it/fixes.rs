//! Each code's fix, by the smallest file that shows it, and names that have to change.

use daypass_config_parse::{Code, Config, Dialect, Document, SectionName};
use proptest::prelude::*;

fn fixed(code: Code, before: &str) -> String {
    let Some(fixed) = Document::parse(before).fix(code) else { return format!("{code} is not fixed") };
    String::from_utf8(fixed.document.into_bytes()).expect("UTF-8")
}

#[test]
fn each_code_is_fixed() {
    for (code, before, after) in [
        (Code::ByteOrderMark, "\u{feff}[default]\n", "[default]\n"),
        (Code::LoneCarriageReturn, "[default]\rx = 1\r\ny = 2\n", "[default]\nx = 1\ny = 2\n"),
        (Code::OutsideSection, "x = 1\n  y\n[default]\n", "# x = 1\n#   y\n[default]\n"),
        (Code::NoDelimiter, "[default]\nstray\n", "[default]\n# stray\n"),
        (Code::UnclosedHeader, "[profile a # c\nx = 1\n", "# c\n[profile a]\nx = 1\n"),
        (Code::EmptyHeader, "[]\nx = 1\n[default]\n", "# []\n# x = 1\n[default]\n"),
        (
            Code::DuplicateSection,
            "[default]\nx = 1\n\n[profile a]\n[default]\nx = 2\ny = 3\n",
            "[default]\n# x = 1\nx = 2\ny = 3\n\n[profile a]\n",
        ),
        (Code::DuplicateKey, "[default]\nx = 1\nX = 2\n", "[default]\n# x = 1\nX = 2\n"),
        (Code::ColonDelimiter, "[default]\nx: 1\n", "[default]\nx = 1\n"),
        (Code::IndentedKey, "[default]\n  x = 1\n  y = 2\n", "[default]\nx = 1\ny = 2\n"),
        (Code::TextAfterHeader, "[profile a] junk\n", "# junk\n[profile a]\n"),
        (Code::CommentAfterValue, "[default]\nx = 1 # c\ny = 2 ; d\n", "[default]\n# c\nx = 1\n# d\ny = 2\n"),
        (Code::QuotedName, "[profile \"a\"]\n", "[profile a]\n"),
        (Code::HeaderLostByCli, "[profile a] # see [b]\n", "# see [b]\n[profile a]\n"),
        (Code::NoPrefix, "[a]\nx = 1\n", "[profile a]\nx = 1\n"),
        (Code::WideHeader, "[profile  a]\n", "[profile a]\n"),
        (Code::BlankInValue, "[default]\nx = 1\n\n # c\n\t\n  2\n", "[default]\nx = 1\n # c\n  2\n"),
        (Code::SwallowedLine, "[default]\nx = 1\n  y = 2\n", "[default]\nx = 1\ny = 2\n"),
        (Code::QuotedValue, "[default]\nx = \"1\"\n", "[default]\nx = 1\n"),
    ] {
        assert_eq!(fixed(code, before), after, "{code}");
    }
}

/// X01, X02: a name that changes takes with it what refers to it, and no other's place.
#[test]
fn a_name_that_changes_is_changed_everywhere() {
    for (code, name, plain) in [
        (Code::CommentInHeader, "corp;eu", "corp-eu"),
        (Code::CommentInHeader, "corp#1", "corp-1"),
        (Code::CommentInHeader, "a]b;c", "a-b-c"),
        (Code::NameNotPlain, "\u{e9}t\u{e9}", "ete"),
        (Code::NameNotPlain, "\u{6771}\u{4eac}", "renamed"),
        (Code::NameNotPlain, "\u{6771}x", "x"),
    ] {
        let text = format!("[sso-session {name}]\nsso_region = r\n[profile p]\nsso_session = {name}\n");
        let before = Document::parse(text);
        assert!(Config::new(&before, None, Dialect::AwsCli).sso_session(name).is_some(), "{name}");
        let fixed = before.fix(code).expect("it can be fixed");
        assert_eq!(fixed.renamed, [(SectionName::sso_session(name), SectionName::sso_session(plain))]);
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            let config = Config::new(&fixed.document, None, dialect);
            assert_eq!(config.profile("p").and_then(|p| p.get("sso_session")), Some(plain));
            assert_eq!(config.sso_session(plain).and_then(|s| s.get("sso_region")), Some("r"));
        }
    }
    let text =
        "[sso-session corp;eu]\nx = 1\n[sso-session corp-eu]\nx = 2\n[profile p]\nsso_session = corp;eu\n";
    let fixed = Document::parse(text).fix(Code::CommentInHeader).expect("it can be fixed");
    assert_eq!(fixed.renamed.first().map(|(_, new)| new.name()), Some("corp-eu-2"));
    // A profile of the same name is none of its business.
    let text = "[profile d\u{e9}v]\nx = 1\n[profile p]\nsso_session = d\u{e9}v\nsource_profile = d\u{e9}v\n";
    assert_eq!(
        self::fixed(Code::NameNotPlain, text),
        "[profile dev]\nx = 1\n[profile p]\nsso_session = d\u{e9}v\nsource_profile = dev\n"
    );
}

/// T02-05: the value is a command, whose quotation marks are not the value's.
#[test]
fn commands_are_left_alone() {
    for (code, value) in
        [(Code::QuotedValue, "\"/x/my dir/prog\""), (Code::CommentAfterValue, "/x/prog \"a # b\"")]
    {
        let file = Document::parse(format!("[profile x]\ncredential_process = {value}\n"));
        assert!(file.lint().iter().any(|found| found.code() == code));
        assert!(file.fix(code).is_none(), "{value}");
    }
}

#[test]
fn a_finding_ends_with_its_line_or_character() {
    let ends = |bytes: &[u8]| {
        let file = Document::parse(bytes);
        let slice = |found: &daypass_config_parse::Diagnostic| {
            String::from_utf8_lossy(bytes.get(found.offset()..found.end()).expect("in the file")).into_owned()
        };
        file.lint().iter().map(slice).collect::<Vec<_>>()
    };
    assert_eq!(ends(b"[default]\nx = 1 # c\r\n"), ["x = 1 # c"]);
    assert_eq!(ends(b"\xef\xbb\xbf[default]\n"), ["\u{feff}"]);
    assert_eq!(ends(b"[default]\nx = 1\rstray"), ["\r", "stray"]);
    assert_eq!(ends(b"[default]\nx = \xe9\xe8y\n"), ["\u{fffd}\u{fffd}"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_comes_back_from_its_text(name in "[^\\pC]{1,12}", kind in 0..3) {
        let name = match kind {
            0 => SectionName::profile(name),
            1 => SectionName::sso_session(name),
            _ => SectionName::services(name),
        };
        prop_assert_eq!(name.to_string().parse(), Ok(name));
    }
}

/// What surrounds a finding goes along or stays as it was: continued lines, comments, blank lines, line ends.
#[test]
fn fixes_among_other_lines() {
    for (code, before, after) in [
        (
            Code::DuplicateKey,
            "[default]\nx = 1\n  more\n  most\nx = 2\n",
            "[default]\n# x = 1\n#   more\n#   most\nx = 2\n",
        ),
        (
            Code::DuplicateKey,
            "[default]\r\nx = 1\r\n  more\r\n  most\r\nx = 2\r\n",
            "[default]\r\n# x = 1\r\n#   more\r\n#   most\r\nx = 2\r\n",
        ),
        (
            Code::DuplicateKey,
            "[profile a]\nx = 1\n[profile b]\nw = 0\nx = 2\ny = 3\nx = 4\n",
            "[profile a]\nx = 1\n[profile b]\nw = 0\n# x = 2\ny = 3\nx = 4\n",
        ),
        (Code::DuplicateKey, "[default]\ny = 0\nx = 1\nx = 2\n", "[default]\ny = 0\n# x = 1\nx = 2\n"),
        // A fix that is left to a person does not keep the next one from being made.
        (
            Code::QuotedValue,
            "[default]\ncredential_process = \"x\"\ny = \"1\"\n",
            "[default]\ncredential_process = \"x\"\ny = 1\n",
        ),
        // What the SDKs take for a comment was meant as one.
        (Code::HeaderLostByCli, "[profile a]#b]\nx = 1\n", "# b]\n[profile a]\nx = 1\n"),
        (Code::ColonDelimiter, "[default]\r\nx: 1\r\ny = 2\r\n", "[default]\r\nx = 1\r\ny = 2\r\n"),
        (Code::QuotedValue, "[default]\r\nx = \"1\"\r\ny = 2\r\n", "[default]\r\nx = 1\r\ny = 2\r\n"),
        (Code::EmptyHeader, "[]\n# c\n\nx = 1\n; d\n[default]\n", "# []\n# c\n\n# x = 1\n; d\n[default]\n"),
        (
            Code::DuplicateSection,
            "[default]\nx = 1\n[profile a]\n[default]\ny = 3\n",
            "[default]\nx = 1\ny = 3\n[profile a]\n",
        ),
        (
            Code::DuplicateSection,
            "[default]\nx = 1\n[profile a]\n[default]\n",
            "[default]\nx = 1\n[profile a]\n",
        ),
    ] {
        assert_eq!(fixed(code, before), after, "{code}");
    }
}

#[test]
fn headers_of_a_credentials_file() {
    let fixed = |code, before: &str| {
        let fixed = Document::parse_credentials(before).fix(code)?;
        String::from_utf8(fixed.document.into_bytes()).ok()
    };
    for (code, before, after) in [
        (Code::PrefixInCredentials, "[profile old]\nx = 1\n", Some("[old]\nx = 1\n")),
        (Code::PrefixInCredentials, "[sso-session old]\nx = 1\n", None),
        (Code::HeaderLostByCli, "[a] # see [b]\nx = 1\n", Some("# see [b]\n[a]\nx = 1\n")),
    ] {
        assert_eq!(fixed(code, before).as_deref(), after, "{before:?}");
    }
    // For the AWS CLI it is another name, so that what refers to it changes along.
    let file = Document::parse_credentials("[a] # [b]\nx = 1\n[c]\nsource_profile = a] # [b\n");
    let fixed = file.fix(Code::HeaderLostByCli).expect("it can be fixed");
    assert_eq!(fixed.renamed, [(SectionName::profile("a] # [b"), SectionName::profile("a"))]);
    assert_eq!(fixed.document.as_bytes(), b"# [b]\n[a]\nx = 1\n[c]\nsource_profile = a\n");
}

/// The earlier key is in another section of this name, where only a person can say what was meant.
#[test]
fn same_key_in_two_sections_of_defaults() {
    let file = Document::parse("[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2\n[default]\ny = 1\n");
    assert!(file.lint().iter().any(|found| found.code() == Code::DuplicateKey));
    assert!(file.fix(Code::DuplicateKey).is_none());
}
