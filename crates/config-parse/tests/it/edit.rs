//! Edits touch only the lines they must, and none of the AWS CLI writer's faults is ours.

use daypass_config_parse::{
    Batch, Code, Config, Diagnostic, Dialect, Document, EditErrorKind, FileKind, SectionName,
};
use insta::assert_snapshot;

fn profile(name: &str) -> SectionName {
    SectionName::profile(name)
}

/// The file after a batch, which has to be a change.
fn after(before: &str, batch: &Batch) -> String {
    let mut file = Document::parse(before);
    assert!(file.apply(batch).expect("a lawful edit"), "nothing changed");
    assert!(!file.apply(batch).expect("a lawful edit"), "the same again changes nothing");
    String::from_utf8(file.into_bytes()).expect("UTF-8 stays UTF-8")
}

fn set(before: &str, name: &str, key: &str, value: &str) -> String {
    after(before, &Batch::new().set(&profile(name), key, value))
}

/// L01, L03: one line changes, and keeps its own spacing.
#[test]
fn only_the_value_changes() {
    assert_eq!(set("[default]\nfoo=1\nbar=1", "default", "foo", "v"), "[default]\nfoo=v\nbar=1");
    let file = "[default]\nfoo = 1\n[profile a]\nfoo  =  1\n\tx = 2\n[profile b]\nfoo = 1\n";
    assert_eq!(
        set(file, "a", "foo", "2"),
        "[default]\nfoo = 1\n[profile a]\nfoo  =  2\n[profile b]\nfoo = 1\n"
    );
    assert_eq!(set("[default]\nfoo=\nbar = \n", "default", "foo", "v"), "[default]\nfoo=v\nbar = \n");
    assert_eq!(set("[default]\nfoo =\nbar = \n", "default", "foo", "v"), "[default]\nfoo = v\nbar = \n");
}

/// L02, L07, L08, L12, L18: where a new key goes.
#[test]
fn new_keys_follow_the_last_key() {
    assert_eq!(set("[default]\nfoo=1", "default", "bar", "v"), "[default]\nfoo=1\nbar = v\n");
    assert_eq!(set("[default]\n#foo = 1\n", "default", "foo", "v"), "[default]\nfoo = v\n#foo = 1\n");
    assert_eq!(
        set("#[default]\n#x = 1\n[default]\ny = 1\n", "default", "x", "v"),
        "#[default]\n#x = 1\n[default]\ny = 1\nx = v\n"
    );
    assert_eq!(set("[default]\n[profile b]\n", "default", "x", "v"), "[default]\nx = v\n[profile b]\n");
    assert_eq!(
        set("[default]\nx = 1\n\n# about b\n[profile b]\n", "default", "y", "v"),
        "[default]\nx = 1\ny = v\n\n# about b\n[profile b]\n"
    );
    assert_eq!(set("[default]\nx = 1\n\n# end\n", "default", "y", "v"), "[default]\nx = 1\ny = v\n\n# end\n");
}

/// L10: nested blocks.
#[test]
fn nested_blocks() {
    let services = SectionName::services("s");
    let file =
        "[services s]\nsso =\n    endpoint_url = http://a\n    other = 1\ns3 =\n  x = 1\n\n[default]\n";
    let nested = |key, sub, value| after(file, &Batch::new().set_nested(&services, key, sub, value));
    assert_snapshot!(nested("sso", "endpoint_url", "http://b"), @r"
    [services s]
    sso =
        endpoint_url = http://b
        other = 1
    s3 =
      x = 1

    [default]
    ");
    assert_snapshot!(nested("sso", "more", "2"), @r"
    [services s]
    sso =
        endpoint_url = http://a
        other = 1
        more = 2
    s3 =
      x = 1

    [default]
    ");
    assert_snapshot!(nested("sso_oidc", "endpoint_url", "http://c"), @r"
    [services s]
    sso =
        endpoint_url = http://a
        other = 1
    s3 =
      x = 1
    sso_oidc =
        endpoint_url = http://c

    [default]
    ");
    assert_snapshot!(after(file, &Batch::new().unset_nested(&services, "s3", "x")), @r"
    [services s]
    sso =
        endpoint_url = http://a
        other = 1

    [default]
    ");
    let mut plain = Document::parse("[default]\ns3 = plain\n");
    let refused =
        plain.set_nested(&SectionName::default_profile(), "s3", "a", "b").expect_err("a plain value");
    assert_eq!(refused.kind(), EditErrorKind::NotNested);
}

/// L11, fault 5, and the rules for what every SDK reads: refused, and the file is as it was.
#[test]
fn what_cannot_be_read_back_is_refused() {
    let check = |name: &str, key: &str, value: &str, kind| {
        let mut file = Document::parse("[default]\nx = 1\n");
        let refused = file.set(&profile(name), key, value).expect_err("not lawful");
        assert_eq!(refused.kind(), kind, "{name:?} {key:?} {value:?}: {refused}");
        assert!(value.len() < 4 || !refused.to_string().contains(value), "a value is quoted");
        assert_eq!(file.as_bytes(), b"[default]\nx = 1\n");
    };
    for name in
        ["o'brien", "my prof", "a\"b", "a\\b", "a]b", "a#b", "a;b", "d\u{e9}v", "a\nb", "", " a", "a\u{1}"]
    {
        check(name, "x", "secret1", EditErrorKind::Name);
    }
    for key in ["", "a=b", "a:b", "[x", "#x", "a b", " a", "a\nb", "\u{e9}"] {
        check("default", key, "secret1", EditErrorKind::Key);
    }
    for value in
        ["", " a", "a ", "a\nb", "a\rb", "a #b", "a\t;b", "#a", ";", "\"a\"", "'a'", "\u{a0}a", "a\0b"]
    {
        check("default", "x", value, EditErrorKind::Value);
    }
    let mut credentials = Document::parse_credentials("");
    let refused = credentials.set(&SectionName::sso_session("s"), "x", "1").expect_err("not in this file");
    assert_eq!(refused.kind(), EditErrorKind::Name);
}

/// Where the caller insists, it is written for the AWS CLI, and the others' trouble is said.
#[test]
fn insisting_writes_for_the_cli() {
    for name in ["my prof", "o'brien", "a\"b", "a\\b", "a]b", "it's \"both\"", "d\u{e9}v"] {
        let mut file = Document::parse("[default]\nx = 1\n");
        let found =
            file.apply_for_aws_cli(&Batch::new().set(&profile(name), "x", "a # b")).expect("insisted");
        let codes: Vec<Code> = found.iter().map(Diagnostic::code).collect();
        assert!(codes.contains(&Code::CommentAfterValue), "{codes:?}");
        assert!(codes.contains(&Code::NameNotPlain), "{codes:?}");
        let config = Config::new(&file, None, Dialect::AwsCli);
        assert_eq!(config.profile(name).and_then(|p| p.get("x")), Some("a # b"), "{name}");
        assert!(file.refused_by(Dialect::AwsCli).is_none());
    }
}

/// Fault 1: the default profile is one section, whichever way it is spelled.
#[test]
fn the_default_profile_is_not_doubled() {
    let file = "[default]\nsso_start_url = u\n";
    assert_eq!(set(file, "default", "region", "r"), "[default]\nsso_start_url = u\nregion = r\n");
    let file = "[profile default]\nsso_start_url = u\n";
    assert_eq!(set(file, "default", "region", "r"), "[profile default]\nsso_start_url = u\nregion = r\n");
    let both = "[profile default]\nx = 1\n[default]\nx = 2\n";
    assert_eq!(set(both, "default", "x", "3"), "[profile default]\nx = 3\n[default]\nx = 3\n");
    assert_eq!(set("", "default", "region", "r"), "[default]\nregion = r\n");
}

/// Faults 2 and 4: a quoted name is found however it is quoted, and written where it is.
#[test]
fn quoted_names_are_found() {
    for header in
        ["[sso-session \"b c\"]", "[sso-session 'b c']", "[sso-session b\\ c] # x", "  [sso-session  'b c']"]
    {
        let mut file = Document::parse(format!("{header}\nsso_region = r\n"));
        let session = SectionName::sso_session("b c");
        assert_eq!(
            file.set(&session, "sso_region", "s").expect_err("not for all").kind(),
            EditErrorKind::Name
        );
        file.apply_for_aws_cli(&Batch::new().set(&session, "sso_region", "s")).expect("insisted");
        assert_eq!(file.as_bytes(), format!("{header}\nsso_region = s\n").as_bytes());
    }
    assert_eq!(set("[profile \"foo\"] # c\nx = 1\n", "foo", "x", "2"), "[profile foo] # c\nx = 2\n");
    assert_eq!(set("[ profile foo ]\n", "foo", "x", "2"), "[profile foo]\nx = 2\n");
    assert_eq!(set("[profile foo] # [x]\n", "foo", "x", "2"), "# [x]\n[profile foo]\nx = 2\n");
}

/// L14, fault 3: an indented header or a key in capitals is the same section, the same key.
#[test]
fn nothing_is_doubled() {
    assert_eq!(set("  [profile foo]\nx = 1\n", "foo", "x", "2"), "[profile foo]\nx = 2\n");
    assert_eq!(
        set("[profile foo]\nSSO_Region = r\n", "foo", "sso_region", "s"),
        "[profile foo]\nsso_region = s\n"
    );
    assert_eq!(set("[profile foo]\nregion: r\n", "foo", "region", "s"), "[profile foo]\nregion = s\n");
    assert_eq!(set("[profile foo]\nx = 1\nX = 2\ny = 1\n", "foo", "x", "3"), "[profile foo]\nx = 3\ny = 1\n");
    assert_eq!(set("[profile foo] # c\nx = 1\n", "foo", "y", "2"), "[profile foo] # c\nx = 1\ny = 2\n");
}

/// L13, L17, fault 6: a nested line of the same key is another key, and CRLF stays CRLF.
#[test]
fn nested_lines_and_line_ends_are_left_alone() {
    assert_eq!(
        set("[default]\ns3 =\n  region = a\nregion = b\n", "default", "region", "c"),
        "[default]\ns3 =\n  region = a\nregion = c\n"
    );
    let mixed = "[default]\r\nx = 1\r\n\n[profile a]\ny = 2\n";
    let batch = Batch::new().set(&profile("default"), "x", "3").set(&profile("default"), "z", "4");
    assert_eq!(after(mixed, &batch), "[default]\r\nx = 3\r\nz = 4\r\n\n[profile a]\ny = 2\n");
    assert_eq!(set(mixed, "a", "z", "3"), "[default]\r\nx = 1\r\n\n[profile a]\ny = 2\nz = 3\n");
    assert_eq!(
        set("[default]\r\nx = 1", "b", "y", "2"),
        "[default]\r\nx = 1\r\n\r\n[profile b]\r\ny = 2\r\n"
    );
}

/// Fault 7: a profile and its session are one change, or none.
#[test]
fn a_batch_is_whole_or_nothing() {
    let session = SectionName::sso_session("corp");
    let batch = Batch::new()
        .set(&session, "sso_start_url", "https://corp.awsapps.com/start")
        .set(&session, "sso_region", "us-east-1")
        .set(&profile("dev"), "sso_session", "corp")
        .set(&profile("dev"), "sso_role_name", "Admin");
    assert_snapshot!(after("[default]\nregion = eu-west-1", &batch), @r"
    [default]
    region = eu-west-1

    [sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = us-east-1

    [profile dev]
    sso_session = corp
    sso_role_name = Admin
    ");
    let mut file = Document::parse("[default]\nregion = eu-west-1");
    file.apply(&batch.set(&profile("dev"), "region", "a\nb")).expect_err("the last of them is not lawful");
    assert_eq!(file.as_bytes(), b"[default]\nregion = eu-west-1");
}

/// Comments stay, in places where nobody takes them for values.
#[test]
fn comments_are_kept() {
    assert_snapshot!(set("[default]\nregion = a # home\nx = 1\n", "default", "region", "b"), @r"
    [default]
    # home
    region = b
    x = 1
    ");
    assert_snapshot!(set("[default]\nregion = a\n  # one\n  more\n  # two\nx = 1\n", "default", "region", "b"), @r"
    [default]
    region = b
    # one
    # two
    x = 1
    ");
    let unset = after(
        "[default]\nw = 1\nregion = a\n  # one\nx = 1\n",
        &Batch::new().unset(&profile("default"), "region"),
    );
    assert_snapshot!(unset, @r"
    [default]
    w = 1
    # one
    x = 1
    ");
}

#[test]
fn sections_are_removed_and_renamed() {
    let file = "# top\n[default]\nx = 1\n\n# about a\n[profile a]\nx = 1\n# aside\n\n# about b\n[profile b] # c\nx = 1\n";
    assert_snapshot!(after(file, &Batch::new().remove_section(&profile("a"))), @r"
    # top
    [default]
    x = 1

    # about a
    # about b
    [profile b] # c
    x = 1
    ");
    assert_snapshot!(after(file, &Batch::new().remove_section(&profile("b"))), @r"
    # top
    [default]
    x = 1

    # about a
    [profile a]
    x = 1
    # aside

    # about b
    ");
    let mut renamed = Document::parse(file);
    assert!(renamed.rename_section(&profile("b"), "z").expect("lawful"));
    assert!(renamed.as_bytes().ends_with(b"# about b\n[profile z] # c\nx = 1\n"));
    let taken = renamed.rename_section(&profile("a"), "z").expect_err("taken");
    assert_eq!(taken.kind(), EditErrorKind::SectionExists);
    let absent = renamed.rename_section(&profile("q"), "r").expect_err("absent");
    assert_eq!(absent.kind(), EditErrorKind::NoSection);
    assert!(!renamed.remove_section(&profile("q")).expect("lawful"));
    assert!(!renamed.unset(&profile("q"), "x").expect("lawful"));
    assert!(renamed.add_section(&profile("q")).expect("lawful"));
    assert!(renamed.as_bytes().ends_with(b"x = 1\n\n[profile q]\n"));
}

#[test]
fn credentials_files_have_plain_headers() {
    let mut file = Document::parse_credentials("[a]\nx = 1\n");
    file.set(&profile("a"), "x", "2").expect("lawful");
    file.set(&profile("default"), "y", "1").expect("lawful");
    file.set(&profile("b"), "y", "1").expect("lawful");
    assert_eq!(file.as_bytes(), b"[a]\nx = 2\n\n[default]\ny = 1\n\n[b]\ny = 1\n");
    assert_eq!(file.kind(), FileKind::Credentials);
}

/// Bytes that are not UTF-8 survive an edit beside them.
#[test]
fn other_encodings_survive() {
    let mut file = Document::parse(&b"# caf\xe9\n[default]\nx = 1\n"[..]);
    file.set(&profile("default"), "x", "2").expect("lawful");
    assert_eq!(file.as_bytes(), b"# caf\xe9\n[default]\nx = 2\n");
}

/// What a batch does is what its edits would do one after the other.
#[test]
fn a_batch_is_played_in_order() {
    let file = "[profile a]\nx = 1\n\n[profile b]\ny = 1\n";
    let moved = Batch::new()
        .remove_section(&profile("b"))
        .rename_section(&profile("a"), "b")
        .set(&profile("b"), "z", "2")
        .set(&profile("a"), "w", "3")
        .unset(&profile("c"), "v")
        .remove_section(&profile("d"));
    let mut changed = Document::parse(file);
    assert!(changed.apply(&moved).expect("lawful"));
    assert_snapshot!(String::from_utf8_lossy(changed.as_bytes()), @r"
    [profile b]
    x = 1
    z = 2

    [profile a]
    w = 3
    ");
    let replaced = Batch::new().remove_section(&profile("a")).set(&profile("a"), "y", "2");
    let mut changed = Document::parse(file);
    assert!(changed.apply(&replaced).expect("lawful"));
    assert_eq!(changed.as_bytes(), b"[profile b]\ny = 1\n\n[profile a]\ny = 2\n");
}
