//! Tests every method that writes with hostile strings on a pseudo-terminal, which must receive only shown characters
//! and the crate's own sequences.

use daypass_terminal::{
    ErrorKind, Terminal, TerminalOptions, Text, bad, dim, good, is_clean, strong, warning,
};
use expectrl::{Eof, Expect as _, session::OsSession};
use std::{process::Command, time::Duration};

/// Strings with sequences that this crate never writes.
const HOSTILE: [&str; 9] = [
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}]0;title\u{7}",
    "\u{1b}[2J\u{1b}[5m\u{1b}[8m",
    "\u{9b}31m\u{9d}0;x\u{9c}",
    "one\r\ntry: two\u{b}\u{c}\u{85}three",
    "prod\u{202e}-dev\u{2066}\u{200f}",
    "zero\u{200b}\u{200d}\u{feff}width\u{ad}",
    "line\u{2028}paragraph\u{2029}",
    "\u{0}\u{8}\u{e}\u{1a}\u{7f}",
];

/// Calls every method that writes; the test below starts it on a pseudo-terminal.
#[test]
#[ignore = "started by a_terminal_receives_only_clean_text"]
fn child_that_writes_everything() {
    for (color, dumb) in [(Some(true), false), (None, false), (None, true)] {
        let terminal =
            Terminal::new(TerminalOptions { color, verbose: 2, dumb, ..TerminalOptions::default() });
        for text in HOSTILE {
            terminal.say(text);
            terminal.warn(text);
            terminal.log(2, text);
            terminal.error(strong(text) + dim(text) + good(text) + bad(text) + warning(text));
            terminal.progress(text);
            terminal.end_progress();
            terminal.print(&Text::lines([text])).expect("printed");
            terminal.redraw(&Text::lines([text])).expect("drawn");
            assert_eq!(terminal.copy(text), !dumb);
            daypass_terminal::print_plain(&Text::lines([text]));
            let known = HOSTILE.map(str::to_owned);
            let refuse = |_: &str| Err(text.to_owned());
            assert_eq!(
                terminal.ask(text, Some(text), Some(text), &known, &refuse).unwrap_err().kind(),
                ErrorKind::Cancelled
            );
            assert_eq!(terminal.ask_for(text).unwrap_err().kind(), ErrorKind::Cancelled);
            assert_eq!(terminal.pick(text, &known, 0).unwrap_err().kind(), ErrorKind::Cancelled);
            assert_eq!(terminal.confirm(text, true).unwrap_err().kind(), ErrorKind::Cancelled);
        }
    }
}

#[test]
fn a_terminal_receives_only_clean_text() {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "on_a_terminal::child_that_writes_everything", "--nocapture"]);
    command.env("TERM", "xterm");
    let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_millis(10)));
    // Ctrl-D cancels each question; more of them than questions do no harm.
    let shown = loop {
        match session.expect(Eof) {
            Ok(found) => break found.as_bytes().to_vec(),
            Err(expectrl::Error::ExpectTimeout) => session.send("\u{4}").expect("typed"),
            Err(error) => panic!("{error}"),
        }
    };
    let shown = String::from_utf8(shown).expect("UTF-8");
    assert!(shown.contains("test result: ok. 1 passed"), "{shown}");
    let mut rest = without_own_sequences(&shown);
    rest.retain(|c| c != '\r' && c != '\n');
    let stray: Vec<_> = rest.char_indices().filter(|(_, c)| !is_clean(c.encode_utf8(&mut [0; 4]))).collect();
    assert!(stray.is_empty(), "{:?} in {rest:?}", stray.first());
    assert!(shown.contains("\u{1b}[31;1m"), "colour was on");
}

/// Removes the sequences of this crate.
fn without_own_sequences(shown: &str) -> String {
    let mut text = shown.to_owned();
    for text_of in HOSTILE {
        text = text.replace(&format!("\u{1b}]52;c;{}\u{7}", base64(text_of)), "");
    }
    for parameters in ["1", "2", "32", "33", "33;1", "31;1", "97;40", "0"] {
        text = text.replace(&format!("\u{1b}[{parameters}m"), "");
    }
    for sequence in ["\u{1b}[K", "\u{1b}[J", "\u{1b}[H", "\u{1b}[2K", "\u{1b}[?25l", "\u{1b}[?25h"] {
        text = text.replace(sequence, "");
    }
    // The crate console moves the cursor up, down and left.
    for count in (1..200).rev() {
        for letter in ["A", "B", "D"] {
            text = text.replace(&format!("\u{1b}[{count}{letter}"), "");
        }
    }
    text
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<bool> =
        text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
    let letters = bits.chunks(6).map(|chunk| {
        let value = (0..6).fold(0, |value, at| value << 1 | usize::from(chunk.get(at) == Some(&true)));
        char::from(*LETTERS.get(value).expect("six bits"))
    });
    let mut encoded: String = letters.collect();
    while !encoded.len().is_multiple_of(4) {
        encoded.push('=');
    }
    encoded
}
