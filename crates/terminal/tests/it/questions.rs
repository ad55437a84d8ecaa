//! Questions on a pseudo-terminal, each answered by keys, with what comes of it.

use crate::screen::screen;
use daypass_terminal::{Error, Terminal, TerminalOptions};
use expectrl::{Eof, Expect as _, session::OsSession};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    termios::tcgetattr,
};
use std::{fmt::Debug, process::Command, time::Duration};

/// A question by its name, the keys that answer it, and what is told of the answer.
type Row<'a> = (&'a str, &'a [&'a str], &'a str);

fn told<T: Debug>(answer: Result<T, Error>) -> String {
    answer.map_or_else(|error| format!("{:?}", error.kind()), |answer| format!("{answer:?}"))
}

/// Asks one question and tells what came of it.
fn ask(terminal: &Terminal, question: &str) -> String {
    let fine = |_: &str| Ok(());
    let known = ["eu-west-1", "eu-west-2", "us-east-1", "eu-west-1"].map(str::to_owned);
    let lines: Vec<_> = (1..=30).map(|at| format!("account-{at} role{}", at % 3)).collect();
    let long = format!("{} what", "a question that fills a line by itself, ".repeat(3));
    match question {
        "current" => told(terminal.ask("Name", Some("old"), Some("blank"), &known, &fine)),
        "blank" => told(terminal.ask("Name", None, Some("blank"), &known, &fine)),
        "checked" => told(terminal.ask("Name", None, None, &known, &|answer| {
            if answer.starts_with("good") { Ok(()) } else { Err(format!("{answer:?} is not good")) }
        })),
        "long" => told(terminal.ask(&long, None, None, &known, &fine)),
        "code" => told(terminal.ask_for("Code")),
        "progress" => {
            terminal.progress("half way");
            terminal.end_progress();
            "shown".to_owned()
        }
        "yes" => told(terminal.confirm("Sure?", true)),
        "no" => told(terminal.confirm("Sure?", false)),
        "pick" => told(terminal.pick("Which", &lines, 1)),
        "none" => told(terminal.pick("Which", &[], 0)),
        "forget" => {
            // What was struck before the question is dropped once it is there.
            let stdin = std::io::stdin();
            let mut wanted = [PollFd::new(&stdin, PollFlags::IN)];
            let limit = Timespec { tv_sec: 20, tv_nsec: 0 };
            assert_eq!(poll(&mut wanted, Some(&limit)), Ok(1), "something was typed");
            terminal.discard_typed();
            told(terminal.ask("Name", Some("old"), None, &known, &fine))
        }
        _ => "no such question".to_owned(),
    }
}

/// Run by the tests below, with a terminal.
#[test]
#[ignore = "the other half of the tests of this file"]
#[expect(clippy::disallowed_methods, reason = "a test is told what to ask")]
fn child_asks() {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let dumb = variable("ASKED_DUMB") == "yes";
    let terminal = Terminal::new(TerminalOptions { dumb, ..TerminalOptions::default() });
    assert!(terminal.prompts() && terminal.is_dumb() == dumb && terminal.draws() != dumb);
    assert!(daypass_terminal::stderr_is_terminal() && terminal.room().is_some() != dumb);
    let before = tcgetattr(std::io::stdin()).expect("a terminal");
    for question in variable("ASKED").split(' ').filter(|question| !question.is_empty()) {
        println!("<{question}>");
        println!("=> {} <=", ask(&terminal, question));
        let after = tcgetattr(std::io::stdin()).expect("a terminal");
        assert_eq!(after.local_modes, before.local_modes, "the terminal is as it was");
    }
}

/// Asks each in a process of its own, types the keys once the question stands, and compares what is told.
/// Gives what stands on the screen in the end.
fn check(dumb: bool, rows: &[Row<'_>]) -> String {
    let shown = screen(&written(dumb, rows));
    let begin = shown.find('<').unwrap_or_default();
    shown.get(begin..).unwrap_or_default().to_owned()
}

/// The same, and gives all that was written to the terminal.
fn written(dumb: bool, rows: &[Row<'_>]) -> String {
    let asked: Vec<_> = rows.iter().map(|(question, ..)| *question).collect();
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "questions::child_asks", "--nocapture"]);
    command.env("TERM", "xterm").env("ASKED", asked.join(" "));
    command.env("ASKED_DUMB", if dumb { "yes" } else { "no" });
    let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
    session.get_process_mut().set_window_size(80, 24).expect("a size");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let mut bytes = Vec::new();
    for (question, keys, expected) in rows {
        let found = session.expect(format!("<{question}>")).expect("the question");
        bytes.extend_from_slice(found.as_bytes());
        for (at, keys) in keys.iter().enumerate() {
            // Until something of the question stands there, keys are not read as answers.
            let sign = match (*question, at) {
                ("yes", _) => "[Y/n]",
                ("no", _) => "[y/N]",
                ("forget", 0) => "",
                ("current" | "forget", _) => "[old]",
                ("blank", _) => "[blank]",
                ("pick", _) if dumb => "[2]:",
                ("pick", _) => "> account-2 role2",
                ("none", _) => "Which",
                ("long", _) => "what",
                ("checked", _) => "Name:",
                _ => "Code:",
            };
            bytes.extend_from_slice(session.expect(sign).expect("a prompt").as_bytes());
            session.send(keys).expect("typed");
        }
        let told = session.expect(" <=").expect("an answer");
        bytes.extend_from_slice(told.as_bytes());
        let told = String::from_utf8_lossy(told.before()).into_owned();
        let answer = told.rsplit("=> ").next().unwrap_or_default();
        assert_eq!(answer, *expected, "{question} {keys:?}: {told:?}");
    }
    let rest = session.expect(Eof).expect("the end");
    let rest = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    assert!(rest.contains("test result: ok. 1 passed"), "{rest}");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn texts_are_typed_with_the_keys_of_a_shell() {
    let shown = check(
        false,
        &[
            ("current", &["\r"], r#"Some("old")"#),
            ("current", &[" new \r"], r#"Some("new")"#),
            ("current", &["\u{3}"], "Cancelled"),
            ("current", &["\u{4}"], "Cancelled"),
            ("blank", &["\r"], "None"),
            ("blank", &["eu\t\r"], r#"Some("eu-west-1")"#),
            ("blank", &["eu\t\t\t\r"], r#"Some("eu-west-1")"#),
            ("checked", &["bad\r", "good\r"], r#"Some("good")"#),
            // Ctrl with an arrow, as xterm sends it: over the words before, and over the next one.
            ("checked", &["one two\u{1b}[1;5D\u{1b}[1;5Dgood \r"], r#"Some("good one two")"#),
            // Alt with a letter, an arrow alone, and a word taken away.
            ("checked", &["good two\u{1b}bx\u{1b}[D\u{1b}[D\u{1b}[Cy\r"], r#"Some("good yxtwo")"#),
            ("checked", &["good one two\u{1b}\u{7f}three\r"], r#"Some("good one three")"#),
            ("checked", &["good two\u{1}\u{1b}[H\u{1b}[1;5Cx\r"], r#"Some("goodx two")"#),
            ("long", &["x\r"], r#"Some("x")"#),
            ("code", &[" 123 \r"], r#""123""#),
            ("code", &["\r", "4\r"], r#""4""#),
            ("forget", &["early\r", "\r"], r#"Some("old")"#),
        ],
    );
    insta::assert_snapshot!(shown, @r#"
    <current>
    Name [old]:
    => Some("old") <=
    <current>
    Name [old]:  new
    => Some("new") <=
    <current>
    Name [old]:
    => Cancelled <=
    <current>
    Name [old]:
    => Cancelled <=
    <blank>
    Name [blank]:
    => None <=
    <blank>
    Name [blank]: eu-west-1
    => Some("eu-west-1") <=
    <blank>
    Name [blank]: eu-west-1
    => Some("eu-west-1") <=
    <checked>
    Name: bad
      "bad" is not good
    Name: good
    => Some("good") <=
    <checked>
    Name: good one two
    => Some("good one two") <=
    <checked>
    Name: good yxtwo
    => Some("good yxtwo") <=
    <checked>
    Name: good one three
    => Some("good one three") <=
    <checked>
    Name: goodx two
    => Some("goodx two") <=
    <long>
    a question that fills a line by itself, a question that fills a line by itself, a question that fills a line by itself,  what:
    x
    => Some("x") <=
    <code>
    Code:  123
    => "123" <=
    <code>
    Code:
    Code: 4
    => "4" <=
    <forget>
    Name [old]:
    => Some("old") <=
    "#);
}

/// What is longer than the screen is wide stands there as a whole in the end.
#[test]
fn a_long_answer_is_shown_whole() {
    let long = "0123456789".repeat(12);
    let shown = check(false, &[("code", &[&format!("{long}\u{1b}[D\r")], &format!("{long:?}"))]);
    assert_eq!(shown, format!("<code>\nCode: {long}\n=> {long:?} <="));
}

/// The cursor stands where the next letter goes, and is hidden only while a list is drawn.
#[test]
fn the_cursor_is_where_it_belongs() {
    let bytes = written(false, &[("checked", &["good\u{1b}[D\r"], r#"Some("good")"#)]);
    assert_eq!(bytes.matches("\u{1b}[1D").count(), 1, "{bytes:?}");
    let bytes = written(false, &[("pick", &["\r"], "1")]);
    let (hidden, shown) = (bytes.rfind("\u{1b}[?25l"), bytes.rfind("\u{1b}[?25h"));
    assert!(hidden.is_some() && hidden < shown, "{bytes:?}");
    let bytes = written(false, &[("progress", &[], "shown")]);
    assert!(bytes.contains("\r\u{1b}[Khalf way\r\u{1b}[K"), "{bytes:?}");
}

#[test]
fn one_key_is_yes_or_no() {
    let shown = check(
        false,
        &[
            ("yes", &["\r"], "true"),
            ("yes", &["xn"], "false"),
            ("yes", &["N"], "false"),
            ("yes", &["\u{3}"], "Cancelled"),
            ("no", &["\r"], "false"),
            ("no", &["y"], "true"),
            ("no", &["Y"], "true"),
            ("no", &["\u{4}"], "Cancelled"),
        ],
    );
    insta::assert_snapshot!(shown, @"
    <yes>
    Sure? [Y/n] yes
    => true <=
    <yes>
    Sure? [Y/n] no
    => false <=
    <yes>
    Sure? [Y/n] no
    => false <=
    <yes>
    Sure? [Y/n]
    => Cancelled <=
    <no>
    Sure? [y/N] no
    => false <=
    <no>
    Sure? [y/N] yes
    => true <=
    <no>
    Sure? [y/N] yes
    => true <=
    <no>
    Sure? [y/N]
    => Cancelled <=
    ");
}

#[test]
fn one_of_many_is_found_by_parts_of_it_or_by_arrows() {
    let shown = check(
        false,
        &[
            ("pick", &["\r"], "1"),
            ("pick", &["role0 -27\r"], "26"),
            ("pick", &["role0\u{7}\u{1f} -27\r"], "26"),
            ("pick", &["\u{1b}[B\u{1b}[B\r"], "3"),
            ("pick", &["\u{1b}[A\u{1b}[A\r"], "29"),
            ("pick", &["\u{1b}[F\u{1b}[B\r"], "0"),
            ("pick", &["\u{1b}[H\t\r"], "1"),
            ("pick", &["\u{1b}[6~\r"], "13"),
            ("pick", &["\u{1b}[6~\u{1b}[6~\u{1b}[6~\r"], "29"),
            ("pick", &["\u{1b}[F\u{1b}[5~\r"], "17"),
            ("pick", &["account-299\u{7f}\r"], "28"),
            ("pick", &["nothing\r\u{15}account-30\r"], "29"),
            ("pick", &["\u{3}"], "Cancelled"),
            ("none", &["x\r\u{4}"], "Cancelled"),
        ],
    );
    insta::assert_snapshot!(shown, @"
    <pick>
    Which: account-2 role2
    => 1 <=
    <pick>
    Which: account-27 role0
    => 26 <=
    <pick>
    Which: account-27 role0
    => 26 <=
    <pick>
    Which: account-4 role1
    => 3 <=
    <pick>
    Which: account-30 role0
    => 29 <=
    <pick>
    Which: account-1 role1
    => 0 <=
    <pick>
    Which: account-2 role2
    => 1 <=
    <pick>
    Which: account-14 role2
    => 13 <=
    <pick>
    Which: account-30 role0
    => 29 <=
    <pick>
    Which: account-18 role0
    => 17 <=
    <pick>
    Which: account-29 role2
    => 28 <=
    <pick>
    Which: account-30 role0
    => 29 <=
    <pick>
    => Cancelled <=
    <none>
    => Cancelled <=
    ");
}

#[test]
fn a_terminal_that_only_prints_takes_whole_lines() {
    let shown = check(
        true,
        &[
            ("current", &["\n"], r#"Some("old")"#),
            ("current", &["new\n"], r#"Some("new")"#),
            ("checked", &["bad\n", "good\n"], r#"Some("good")"#),
            ("code", &["7\n"], r#""7""#),
            ("yes", &["\n"], "true"),
            ("yes", &["perhaps\n", "no\n"], "false"),
            ("no", &["YES\n"], "true"),
            ("current", &["\u{4}"], "Cancelled"),
        ],
    );
    insta::assert_snapshot!(shown, @r#"
    <current>
    Name [old]: => Some("old") <=
    <current>
    Name [old]: => Some("new") <=
    <checked>
    Name:   "bad" is not good
    Name: => Some("good") <=
    <code>
    Code: => "7" <=
    <yes>
    Sure? [Y/n] => true <=
    <yes>
    Sure? [Y/n] Sure? [Y/n] => false <=
    <no>
    Sure? [y/N] => true <=
    <current>
    Name [old]: => Cancelled <=
    "#);
}

#[test]
fn a_terminal_that_only_prints_lists_numbers() {
    let rows: [Row<'_>; 4] = [
        ("pick", &["\n"], "1"),
        ("pick", &["12\n"], "11"),
        ("pick", &["account-30\n"], "29"),
        ("pick", &["role\n", "\n"], "1"),
    ];
    let shown = check(true, &rows);
    assert_eq!(shown.matches("\n   1  account-1 role1\n").count(), rows.len(), "{shown}");
    assert_eq!(shown.matches("  30 of 30 lines match\n").count(), 1, "{shown}");
}
