//! Which section of a name an edit changes, what it leaves alone, and what it refuses because of what stands around.

use daypass_config_parse::{Batch, Dialect, Document, EditErrorKind, SectionName};

fn profile(name: &str) -> SectionName {
    SectionName::profile(name)
}

fn text(file: &Document) -> String {
    String::from_utf8_lossy(file.as_bytes()).into_owned()
}

/// Applies a batch, which must succeed, and returns whether the file changed, and the file.
fn applied(before: &str, batch: &Batch) -> (bool, String) {
    let mut file = Document::parse(before);
    let changed = file.apply(batch).expect("a lawful edit");
    (changed, text(&file))
}

#[track_caller]
fn refused(before: &str, batch: &Batch, kind: EditErrorKind) {
    let mut file = Document::parse(before);
    assert_eq!(file.apply(batch).expect_err("it is refused").kind(), kind, "{before:?}");
    assert_eq!(text(&file), before);
}

/// A header that only the AWS CLI reads is fixed by an edit that writes, and left alone by one that removes.
#[test]
fn removing_leaves_the_header() {
    let a = profile("a");
    for header in ["[profile \"a\"]", "[ profile a ]"] {
        let before = format!("{header}\nx = 1\ns3 =\n  k = 1\n  l = 2\n");
        for (batch, after) in [
            (Batch::new().unset(&a, "x"), before.replace("x = 1\n", "")),
            (Batch::new().comment_out(&a, "x"), before.replace("x = 1\n", "# x = 1\n")),
            (Batch::new().unset_nested(&a, "s3", "k"), before.replace("  k = 1\n", "")),
            (Batch::new().unset_nested(&a, "x", "y"), before.clone()),
            (Batch::new().unset_nested(&a, "gone", "y"), before.clone()),
            (Batch::new().set(&a, "x", "2"), before.replace(header, "[profile a]").replace("x = 1", "x = 2")),
            (
                Batch::new().set_nested(&a, "s3", "k", "2"),
                before.replace(header, "[profile a]").replace("k = 1", "k = 2"),
            ),
        ] {
            assert_eq!(applied(&before, &batch), (after != before, after), "{batch:?}");
        }
    }
}

/// For the AWS CLI `[profile a # x = 1` is a key, for the SDKs a header without its bracket. Nothing in it can be
/// removed, and the caller is told.
#[test]
fn section_of_the_sdks_alone() {
    let (a, b) = (profile("a"), profile("b"));
    let before = "[default]\nz = 1\n[profile a # x = 1\ny = 2\n";
    for batch in [
        Batch::new().unset(&a, "y"),
        Batch::new().comment_out(&a, "y"),
        Batch::new().remove_section(&a),
        Batch::new().remove_section(&a).set(&b, "x", "1"),
    ] {
        refused(before, &batch, EditErrorKind::Place);
    }
    assert_eq!(applied(before, &Batch::new().unset(&a, "other")), (false, before.to_owned()));
}

/// A name that no tool could write has nothing to remove, either.
#[test]
fn odd_names_that_are_not_there() {
    let odd = profile("o'brien");
    for before in ["", "[profile b]\nx = 1\n"] {
        for batch in [
            Batch::new().unset(&odd, "x"),
            Batch::new().comment_out(&odd, "x"),
            Batch::new().unset_nested(&odd, "x", "y"),
            Batch::new().remove_section(&odd),
        ] {
            assert_eq!(applied(before, &batch), (false, before.to_owned()), "{batch:?}");
        }
    }
}

/// A name is checked only where it is written.
#[test]
fn names_that_are_not_written_are_not_checked() {
    let before = "[profile p]\nx = 1\n";
    for to in ["q", "c d"] {
        let batch = Batch::new().rename_section(&profile("p"), to).remove_section(&profile(to));
        assert_eq!(applied(before, &batch), (true, String::new()), "{to}");
    }
    let odd = profile("a b");
    let removed = Batch::new().remove_section(&odd);
    assert_eq!(applied("[profile \"a b\"]\nx = 1\n", &removed), (true, String::new()));
    let mut file = Document::parse("[profile a\u{7}]\nx = 1\n");
    let added = Batch::new().add_section(&profile("a\u{7}"));
    assert_eq!(file.apply_for_aws_cli(&added).expect("it exists").len(), 0);
    assert_eq!(text(&file), "[profile a\u{7}]\nx = 1\n");
}

/// A section keeps its existence through the changes of a batch.
#[test]
fn changed_and_renamed_at_once() {
    let batch = Batch::new().unset(&profile("a"), "x").rename_section(&profile("a"), "b");
    assert_eq!(applied("[profile a]\nx = 1\ny = 2\n", &batch), (true, "[profile b]\ny = 2\n".to_owned()));
    let taken = Batch::new().unset(&profile("b"), "x").rename_section(&profile("a"), "b");
    refused("[profile a]\n[profile b]\nx = 1\n", &taken, EditErrorKind::SectionExists);
}

/// Of two sections of a name, the one that counts takes the value.
#[test]
fn the_section_that_counts() {
    let before = "[profile a]\nx = 1\n[profile a]\nx = 2\n";
    assert_eq!(
        applied(before, &Batch::new().set(&profile("a"), "x", "3")),
        (true, before.replace("x = 2", "x = 3"))
    );
    let both = "[profile default]\nx = 1\n[default]\nx = 2\n";
    assert_eq!(
        applied(both, &Batch::new().set(&profile("default"), "y", "3")),
        (true, "[profile default]\nx = 1\ny = 3\n[default]\nx = 2\ny = 3\n".to_owned())
    );
}

/// The SDKs read an indented comment as a part of the value before it.
#[test]
fn same_value_with_a_comment_below() {
    assert_eq!(
        applied("[profile a]\nx = 1\n  # c\n", &Batch::new().set(&profile("a"), "x", "1")),
        (true, "[profile a]\nx = 1\n# c\n".to_owned())
    );
}

/// A value that only the AWS CLI reads is there once it is written: its `#` is not taken for a comment that moves.
#[test]
fn same_value_that_only_the_aws_cli_reads() {
    for value in ["1 # c", "#c", "a ;b ; c"] {
        let batch = Batch::new().set(&profile("a"), "x", value);
        let before = format!("[profile a]\nx = {value}\n");
        let mut file = Document::parse(before.as_str());
        assert_eq!(file.apply_for_aws_cli(&batch).expect("a lawful edit").len(), 0);
        assert_eq!(text(&file), before);
    }
}

#[test]
fn several_values_of_a_nested_block() {
    let s = SectionName::services("s");
    let batch = Batch::new()
        .set_nested(&s, "sso", "one", "1")
        .set_nested(&s, "sso", "two", "2")
        .set_nested(&s, "sso", "one", "3");
    let after = "[services s]\nsso =\n  two = 2\n  one = 3\n";
    assert_eq!(applied("", &batch), (true, after.to_owned()));
}

/// One blank line before a new section, and no second one.
#[test]
fn blank_line_before_a_new_section() {
    let new = Batch::new().add_section(&profile("n"));
    for (before, after) in [
        ("[default]\n", "[default]\n\n[profile n]\n"),
        ("[default]\n\n", "[default]\n\n[profile n]\n"),
        ("[default]\r\n\r\n", "[default]\r\n\r\n[profile n]\r\n"),
        ("\n", "\n[profile n]\n"),
        ("", "[profile n]\n"),
    ] {
        assert_eq!(applied(before, &new), (true, after.to_owned()), "{before:?}");
    }
}

/// The indented header of b would continue the nested block, which the AWS CLI would not even mind in a file that it
/// rejects anyway.
#[test]
fn another_section_is_not_lost() {
    let nested = Batch::new().set_nested(&profile("a"), "s3", "k", "v");
    for twice in ["", "[profile z]\nx = 1\nx = 2\n"] {
        let before = format!("{twice}[profile a]\n  [profile b]\ny = 1\n");
        refused(&before, &nested, EditErrorKind::Place);
    }
}

/// Behind a byte order mark each line is where it is without one.
#[test]
fn behind_a_byte_order_mark() {
    let a = profile("a");
    let before = "\u{feff}[profile a]\nx = 1\ny = 2 #\n[profile b]\nz = 1\n";
    for (batch, after) in [
        (Batch::new().unset(&a, "x"), before.replace("x = 1\n", "")),
        (Batch::new().set(&a, "x", "3"), before.replace("x = 1", "x = 3")),
        (Batch::new().set(&a, "n", "3"), before.replace("y = 2 #\n", "y = 2 #\nn = 3\n")),
        (Batch::new().remove_section(&a), "\u{feff}[profile b]\nz = 1\n".to_owned()),
        (Batch::new().set(&a, "y", "2"), before.replace("y = 2 #\n", "#\ny = 2\n")),
    ] {
        assert_eq!(applied(before, &batch), (true, after), "{batch:?}");
    }
    let file = Document::parse(before);
    let config = daypass_config_parse::Config::new(&file, None, Dialect::Sdk);
    assert_eq!(config.profile("a").and_then(|a| a.get("y")), Some("2"));
}
