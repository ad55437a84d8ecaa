//! Pieces of output by what they are made of: styles, lengths of time, errors.

use daypass_terminal::{
    Error, ErrorKind, Style, Text, bad, dim, few, good, shell, strong, table, time, warning,
};
use std::{
    error::Error as _,
    io,
    time::{Duration, SystemTime},
};

#[test]
fn a_style_by_its_name() {
    for (text, style) in [
        (strong("x"), Style::Strong),
        (dim("x"), Style::Dim),
        (good("x"), Style::Good),
        (warning("x"), Style::Warning),
        (bad("x"), Style::Bad),
    ] {
        assert_eq!((&text, text.plain().as_str()), (&style.of("x"), "x"));
        assert_ne!(text, Text::from("x"));
    }
}

#[test]
fn texts_are_equal_by_what_they_show() {
    assert_eq!(Text::from("a") + "b", Text::from("ab"));
    assert_eq!(strong("a") + strong("b"), strong("ab"));
    assert_ne!(strong("a") + "b", strong("ab"));
    assert!(Text::from("").is_empty() && Text::new().is_empty() && !Text::from(" ").is_empty());
    assert_eq!((Text::from(""), strong("") + ""), (Text::new(), Text::new()));
    assert_eq!(Text::from(&strong("a")), strong("a"));
    assert_eq!(format!("{:?}", strong("a") + "\u{1b}"), "Text(\"a\u{fffd}\")");
    // Several parameters in one sequence, and one that is no style at all.
    assert_eq!(Text::styled_block("\u{1b}[1;4mx\u{1b}[0m y"), strong("x") + " y");
    assert_eq!(Text::styled_block("\u{1b}[1,4mx").plain(), "1,4mx");
}

#[test]
fn times_in_words() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let second = Duration::from_secs(1);
    assert_eq!(time::left(now + second, now), Some(second));
    assert_eq!((time::left(now, now), time::left(now - second, now)), (None, None));
    assert_eq!(time::relative(now + 41 * 60 * second, now), "in 41 m");
    assert_eq!(time::relative(now - 2 * 86_400 * second, now), "2 d ago");
    for (text, seconds) in [("1d", 86_400), ("2 d", 172_800), ("7s", 7), ("3min", 180)] {
        assert_eq!(time::parse_span(text), Ok(Duration::from_secs(seconds)), "{text}");
    }
}

#[test]
fn options_that_no_value_is_taken_for() {
    for (value, expected) in
        [("corp", &["--s", "corp"][..]), ("-s", &["--s=-s"]), ("", &["--s="]), ("a-b", &["--s", "a-b"])]
    {
        assert_eq!(shell::option("--s", value), expected, "{value:?}");
    }
    let unfit = shell::Assignment::Cmd.line("X", "\n").expect_err("a line break");
    assert_eq!(unfit.to_string(), "the value holds a character that this form cannot carry");
}

#[test]
fn the_first_of_many_names() {
    let names = ["a", "b\u{1b}", "c"];
    for (most, expected) in
        [(0, " and 3 more"), (1, "a and 2 more"), (2, "a, b\u{fffd} and 1 more"), (3, "a, b\u{fffd}, c")]
    {
        assert_eq!(few(names, most), expected);
    }
    assert_eq!(few([], 2), "nothing");
}

#[test]
fn rows_in_the_form_that_is_asked_for() {
    let rows = [["a", "b,c"].map(str::to_owned).to_vec()];
    for (form, expected) in [
        ("csv", "one,two_so\na,\"b,c\"\n"),
        ("text", "a\tb,c\n"),
        ("table", "ONE   TWO SO\na     b,c\n"),
        ("anything", "ONE   TWO SO\na     b,c\n"),
    ] {
        assert_eq!(table::in_form(form, &["ONE", "TWO SO"], &rows, None).plain(), expected, "{form}");
    }
}

#[test]
fn why_a_question_has_no_answer() {
    for (from, kind, words) in [
        (io::ErrorKind::Interrupted, ErrorKind::Cancelled, "the question was not answered"),
        (io::ErrorKind::UnexpectedEof, ErrorKind::Cancelled, "the question was not answered"),
        (io::ErrorKind::NotConnected, ErrorKind::NoTerminal, "there is no terminal to ask on"),
        (io::ErrorKind::Other, ErrorKind::Failed, "cannot ask on the terminal"),
    ] {
        let error = Error::from(io::Error::new(from, "why"));
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, words));
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("why"));
    }
}
