//! Values and edits where the AWS CLI and the SDKs part ways: comments, continued values, nested blocks.

use daypass_config_parse::{Batch, Config, Dialect, Document, SectionName};

/// The keys of profile `a` and their values, as this dialect reads them.
fn read(text: &str, dialect: Dialect) -> Vec<(String, String)> {
    let file = Document::parse(text);
    let config = Config::new(&file, None, dialect);
    let Some(profile) = config.profile("a") else { return Vec::new() };
    let pair = |key: &str| (key.to_owned(), profile.get(key).unwrap_or_default().to_owned());
    profile.keys().into_iter().map(pair).collect()
}

type Pairs<'a> = &'a [(&'a str, &'a str)];

#[test]
fn values_as_either_reads_them() {
    let rows: &[(&str, Pairs<'_>, Pairs<'_>)] = &[
        ("x = 1 # c\n", &[("x", "1 # c")], &[("x", "1")]),
        ("x = 1 ; c\n", &[("x", "1 ; c")], &[("x", "1")]),
        ("x = 1#c\n", &[("x", "1#c")], &[("x", "1#c")]),
        // A mark in one line is none in the next.
        (
            "x = 1\ny = 2 # c\nz = 3\nw = 4 # d\nv = 5\n",
            &[("x", "1"), ("y", "2 # c"), ("z", "3"), ("w", "4 # d"), ("v", "5")],
            &[("x", "1"), ("y", "2"), ("z", "3"), ("w", "4"), ("v", "5")],
        ),
        ("# c\nx = 1\n; d\ny = 2\n", &[("x", "1"), ("y", "2")], &[("x", "1"), ("y", "2")]),
        ("x=1\ny  =  2\nz =\n", &[("x", "1"), ("y", "2"), ("z", "")], &[("x", "1"), ("y", "2"), ("z", "")]),
        ("x = 1\n  more\n", &[("x", "1\nmore")], &[("x", "1\nmore")]),
        ("x = 1\n\n\n  more\n\n", &[("x", "1\n\n\nmore")], &[("x", "1\nmore")]),
        // Nobody's section ends the one before it.
        ("x = 1\n[]\ny = 2\n", &[("x", "1")], &[("x", "1")]),
        (
            "  longer_key = 1\n    longer_than_its_indent\n",
            &[("longer_key", "1\nlonger_than_its_indent")],
            &[("longer_key", "1\nlonger_than_its_indent")],
        ),
        ("x = 1\n\ty = 2\nz = 3\n", &[("x", "1\ny = 2"), ("z", "3")], &[("x", "1\ny = 2"), ("z", "3")]),
        ("x = a = b\n", &[("x", "a = b")], &[("x", "a = b")]),
        ("X = 1\n", &[("x", "1")], &[("x", "1")]),
    ];
    for (lines, cli, sdk) in rows {
        let text = format!("[profile a]\n{lines}[profile b]\nq = 1\n");
        let owned = |pairs: &Pairs<'_>| -> Vec<(String, String)> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(read(&text, Dialect::AwsCli), owned(cli), "AWS CLI: {lines}");
        assert_eq!(read(&text, Dialect::Sdk), owned(sdk), "SDK: {lines}");
    }
}

/// In a credentials file a name stands alone, and is plain for the SDKs.
#[test]
fn headers_of_a_credentials_file() {
    for (header, cli, sdk) in [
        ("[a]", Some("a"), Some("a")),
        ("[default]", Some("default"), Some("default")),
        ("[a b]", Some("a b"), None),
        ("[profile a]", Some("profile a"), None),
        ("[a.b-c/d]", Some("a.b-c/d"), Some("a.b-c/d")),
        ("[é]", Some("é"), None),
    ] {
        let file = Document::parse_credentials(format!("{header}\nx = 1\n"));
        let empty = Document::default();
        for (dialect, name) in [(Dialect::AwsCli, cli), (Dialect::Sdk, sdk)] {
            let config = Config::new(&empty, Some(&file), dialect);
            let names: Vec<_> = config.profiles().map(|profile| profile.name()).collect();
            assert_eq!(names, name.into_iter().collect::<Vec<_>>(), "{dialect:?} {header}");
        }
    }
}

#[test]
fn values_of_nested_blocks_are_changed_in_their_place() {
    let s = SectionName::services("s");
    let before = "[services s]\nsso =\n  endpoint_url =   http://old\t\n  other = 1\nplain = 1\n";
    let set = |key: &str, sub: &str, value: &str| Batch::new().set_nested(&s, key, sub, value);
    for (batch, outcome, after) in [
        (set("sso", "endpoint_url", "http://new"), true, before.replace("http://old", "http://new")),
        (set("sso", "endpoint_url", "http://old"), false, before.to_owned()),
        (set("sso", "other", "2"), true, before.replace("other = 1", "other = 2")),
        (set("sso", "third", "3"), true, before.replace("  other = 1\n", "  other = 1\n  third = 3\n")),
        (Batch::new().unset_nested(&s, "sso", "other"), true, before.replace("  other = 1\n", "")),
        (Batch::new().unset_nested(&s, "sso", "nobody"), false, before.to_owned()),
        (Batch::new().unset_nested(&s, "plain", "x"), false, before.to_owned()),
        (Batch::new().unset_nested(&s, "gone", "x"), false, before.to_owned()),
        (set("sts", "endpoint_url", "x"), true, format!("{before}sts =\n    endpoint_url = x\n")),
    ] {
        let mut file = Document::parse(before);
        assert_eq!(file.apply(&batch), Ok(outcome), "{batch:?}");
        assert_eq!(String::from_utf8_lossy(file.as_bytes()), after, "{batch:?}");
    }
    let mut file = Document::parse(before);
    let error = file.apply(&set("plain", "x", "1")).expect_err("it has a value");
    assert_eq!(error.kind(), daypass_config_parse::EditErrorKind::NotNested);
    let empty = "[services s]\nsso =\n  endpoint_url =\n";
    let mut file = Document::parse(empty);
    assert_eq!(file.apply(&set("sso", "endpoint_url", "x")), Ok(true));
    let text = String::from_utf8_lossy(file.as_bytes()).into_owned();
    assert!(text.starts_with("[services s]\nsso =\n  endpoint_url =") && text.ends_with("x\n"), "{text:?}");
}

#[test]
fn a_key_that_reads_the_same_is_left_alone() {
    let a = SectionName::profile("a");
    for (lines, value, outcome, after) in [
        ("x = 1\n", "1", false, "x = 1\n"),
        ("x=1\n", "1", false, "x=1\n"),
        ("x = 1 # c\n", "1", true, "# c\nx = 1\n"),
        ("x: 1\n", "1", true, "x = 1\n"),
        ("x = 1\n  more\n", "1", true, "x = 1\n"),
        ("x = 1\ny = 2\n", "3", true, "x = 3\ny = 2\n"),
        ("y = 2\n", "3", true, "y = 2\nx = 3\n"),
    ] {
        let mut file = Document::parse(format!("[profile a]\n{lines}"));
        assert_eq!(file.set(&a, "x", value), Ok(outcome), "{lines}");
        assert_eq!(String::from_utf8_lossy(file.as_bytes()), format!("[profile a]\n{after}"), "{lines}");
    }
    for (lines, after) in [
        ("x = 1\ny = 2\n", "# x = 1\ny = 2\n"),
        ("x = 1\n  more\n\n  still\ny = 2\n", "# x = 1\n#   more\n\n#   still\ny = 2\n"),
        ("x =\n  a = 1\n  # c\n  b = 2\ny = 2\n", "# x =\n#   a = 1\n# c\n#   b = 2\ny = 2\n"),
    ] {
        let mut file = Document::parse(format!("[profile a]\n{lines}"));
        assert_eq!(file.comment_out(&a, "x"), Ok(true), "{lines}");
        assert_eq!(String::from_utf8_lossy(file.as_bytes()), format!("[profile a]\n{after}"), "{lines}");
    }
}

/// A key may be longer in lower case, so that a value stands in the file where the joined values end.
#[test]
fn keys_that_grow_in_lower_case() {
    for count in 0..64 {
        let key = "\u{23a}".repeat(count);
        let found = read(&format!("[profile a]\n{key}k = 1\nx = 2\n  more\n"), Dialect::AwsCli);
        let expected = [(format!("{}k", key.to_lowercase()), "1"), ("x".to_owned(), "2\nmore")];
        assert_eq!(found, expected.map(|(key, value)| (key, value.to_owned())), "{count}");
    }
}
