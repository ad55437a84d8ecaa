//! Tests that every public function returns clean text for every string.

use daypass_terminal::{
    Text, big_code, clean, good, is_clean, qr_code, shell, shell::Assignment, strong, table,
};
use proptest::prelude::*;

/// Generates strings of dangerous, of harmless and of arbitrary characters.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\x00-\\x1f\\x7f-\\u{9f}]{1,3}",
        "[\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}\\u{2060}-\\u{206f}\\u{feff}\\u{ad}\\u{e0000}-\\u{e007f}]{1,2}",
        Just("\u{1b}]52;c;eA==\u{7}".to_owned()),
        Just("\u{1b}[2J\u{1b}[5m".to_owned()),
        Just("\r\ntry: rm".to_owned()),
        "[a-z \"'\\\\`$%!,;<>|&=-]{1,8}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Checks that a text has only shown characters and those of `layout`.
#[track_caller]
fn check(text: &str, layout: &str) {
    let stray = text.chars().find(|c| !layout.contains(*c) && !is_clean(c.encode_utf8(&mut [0; 4])));
    assert_eq!(stray, None, "{text:?}");
}

proptest! {
    #[test]
    fn a_string_becomes_one_clean_line(a in hostile(), b in hostile()) {
        check(&clean(&a), "");
        for text in [Text::from(&a), strong(&a), good(&a) + " " + &b, "x" + Text::from(b.as_str())] {
            check(&text.plain(), "");
        }
        check(&Text::tabbed([&a, &b]).plain(), "\t");
        let lines = Text::lines([&a, &b]).newline().plain();
        check(&lines, "\n");
        prop_assert_eq!(lines.matches('\n').count(), 3);
        check(&Text::block(&a).plain(), "\n\t");
        check(&Text::styled_block(&a).plain(), "\n\t");
        check(&Text::block(&a).first_lines(2).plain(), "\n\t");
        check(&format!("{:?}", Text::from(&a)), "");
    }

    #[test]
    fn a_table_has_a_line_for_each_row(a in hostile(), b in hostile()) {
        let rows = [vec![a, b]];
        let text = table::fitted(&["ONE", "TWO"], &rows, None).plain();
        check(&text, "\n");
        prop_assert_eq!(text.lines().count(), 2);
        let text = table::csv(&["ONE", "TWO"], &rows).plain();
        check(&text, "\n");
        prop_assert_eq!(text.lines().count(), 2);
        check(&table::tabbed(&rows).plain(), "\n\t");
        for line in table::columns(&rows, 99) {
            check(&line.plain(), "");
        }
    }

    #[test]
    fn json_is_clean_and_the_same_value(a in hostile(), b in hostile()) {
        let value = serde_json::json!({ a.as_str(): b, "list": [a.as_str()] });
        for text in [Text::json(&value), Text::pretty_json(&value)] {
            check(&text.plain(), "\n");
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&text.plain()).expect("JSON"), &value);
        }
        prop_assert_eq!(Text::json(&value).plain().matches('\n').count(), 0);
    }

    #[test]
    fn text_for_a_shell_is_exact_or_refused(a in hostile(), b in hostile()) {
        let command = shell::command(["daypass", a.as_str(), b.as_str()]);
        prop_assert_eq!(command.is_some(), is_clean(&a) && is_clean(&b));
        check(&command.unwrap_or_default(), "");
        for form in [
            Assignment::Export, Assignment::Posix, Assignment::Powershell, Assignment::Cmd, Assignment::Fish,
            Assignment::Nushell, Assignment::Elvish, Assignment::Xonsh, Assignment::Dotenv,
        ] {
            if let Ok(line) = form.line("X", &a) {
                prop_assert!(is_clean(&a));
                check(&line, "");
            }
        }
    }

    #[test]
    fn codes_are_drawn_in_blocks(a in hostile()) {
        for line in qr_code(&a, 200, 100).into_iter().flatten() {
            check(&line.plain(), "");
        }
        for line in big_code(&a, 200).into_iter().flatten() {
            check(&line, "");
        }
    }
}
