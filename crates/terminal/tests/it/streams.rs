//! What goes to which stream, byte by byte, and what a stream that fails or is no terminal does.

use daypass_terminal::{
    PastedLines, Terminal, TerminalOptions, Text, print_plain, stderr_is_terminal, write_ascii_json,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::process::Command;

/// Run by the tests below, with streams of their choice.
#[test]
#[ignore = "the other half of the tests of this file"]
#[expect(clippy::disallowed_methods, reason = "a test is told what to do")]
fn child_writes() {
    let what = std::env::var("WRITES").unwrap_or_default();
    let quiet = what == "quiet";
    let terminal = Terminal::new(TerminalOptions { quiet, verbose: 1, ..TerminalOptions::default() });
    let plain =
        Terminal::new(TerminalOptions { color: Some(true), no_input: true, ..TerminalOptions::default() });
    match what.as_str() {
        "data" => {
            for text in [Text::new(), "one".into(), Text::lines(["two"])] {
                terminal.print(&text).expect("printed");
            }
            plain.print(&daypass_terminal::bad("three")).expect("printed");
            print_plain(&daypass_terminal::bad("four\n"));
            write_ascii_json("{\"a\": 5}\n").expect("printed");
        }
        "words" | "quiet" => {
            terminal.say("said");
            terminal.warn("careful");
            terminal.error("wrong");
            terminal.log(1, "one");
            terminal.log(2, "two");
            plain.say(daypass_terminal::good("green"));
        }
        "drawn" => terminal.redraw(&Text::lines(["a", "b"])).expect("drawn"),
        "nowhere" => {
            let told = terminal.print(&"x".repeat(5_000).into());
            eprintln!("[{}]", if told.is_ok() { "ok" } else { "failed" });
        }
        "gone" => {
            let limit = Timespec { tv_sec: 20, tv_nsec: 0 };
            let out = std::io::stdout();
            assert_eq!(poll(&mut [PollFd::new(&out, PollFlags::ERR)], Some(&limit)), Ok(1), "nobody reads");
            let told = terminal.print(&"x".repeat(5_000).into());
            eprintln!("[{}]", if told.is_ok() { "ok" } else { "failed" });
        }
        _ => {
            assert!(
                !terminal.prompts() && !terminal.draws() && !terminal.animates() && !stderr_is_terminal()
            );
            assert_eq!((terminal.width(), terminal.room()), (80, None));
            assert!(!terminal.copy("x") && PastedLines::open().is_none());
            terminal.progress("x");
            terminal.end_progress();
            terminal.discard_typed();
        }
    }
}

/// Standard output and standard error of a child, which the shell redirects like this.
fn written(what: &str, before: &str, redirection: &str) -> (String, String) {
    let program = std::env::current_exe().expect("this test");
    let script =
        format!("{before} \"$0\" --ignored --exact streams::child_writes --nocapture --quiet {redirection}");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program).env("WRITES", what).stdin(std::process::Stdio::null());
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn data_goes_to_standard_output() {
    let (out, err) = written("data", "", "");
    let data = "one\ntwo\n\u{1b}[31;1mthree\u{1b}[0m\nfour {\"a\": 5}\n";
    assert!(out.contains(data), "{out:?}");
    assert!(!err.contains("one"), "{err:?}");
    let (out, _) = written("drawn", "", "");
    assert!(out.contains("\u{1b}[Ha\u{1b}[K\nb\u{1b}[K\n\u{1b}[J"), "{out:?}");
}

#[test]
fn words_go_to_standard_error_and_quiet_keeps_what_is_wrong() {
    for (what, expected) in [
        ("words", "said\nwarning: careful\nwrong\n· one\n\u{1b}[32mgreen\u{1b}[0m\n"),
        ("quiet", "warning: careful\nwrong\n· one\n\u{1b}[32mgreen\u{1b}[0m\n"),
    ] {
        let (out, err) = written(what, "", "");
        assert_eq!(err, expected, "{what}");
        assert!(!out.contains("said") && !out.contains("careful"), "{out:?}");
    }
}

#[test]
fn without_a_terminal_nothing_is_drawn_or_asked() {
    let (out, err) = written("nothing", "", "");
    assert!(out.contains("1 passed") && err.is_empty(), "{out:?} {err:?}");
}

/// A reader that has gone is nobody's failure; a full disk, or a stream that was closed all along, is.
#[cfg(target_os = "linux")]
#[test]
fn where_data_cannot_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file").display().to_string();
    for (what, before, redirection, told) in [
        ("nowhere", "", ">&-", "[failed]"),
        ("nowhere", "trap '' XFSZ; ulimit -f 1;", &format!(">'{file}'"), "[failed]"),
        ("nowhere", "", &format!(">'{file}'"), "[ok]"),
        ("nowhere", "", ">/dev/null", "[ok]"),
        ("gone", "", "| head -c 1 >/dev/null", "[ok]"),
    ] {
        let (_, err) = written(what, before, redirection);
        assert!(err.contains(told), "{what} {before} {redirection}: {err:?}");
    }
}
