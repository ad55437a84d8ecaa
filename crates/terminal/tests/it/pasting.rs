//! Text pasted into a pseudo-terminal: read whole, and not shown.

use daypass_terminal::{Pasted, PastedLines};
use expectrl::{Eof, Expect as _, session::OsSession};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    termios::tcgetattr,
};
use std::{
    future::ready,
    io::{ErrorKind, Write as _},
    pin::pin,
    process::Command,
    task::{Context, Poll, Waker},
    time::Duration,
};

/// Run by the test below, with a terminal.
#[test]
#[ignore = "the other half of a_pasted_line_is_read_and_not_shown"]
fn child_waits_for_a_paste() {
    let before = tcgetattr(std::io::stdin()).expect("a terminal");
    let mut lines = PastedLines::open().expect("a terminal of this process");
    // Before the other half hears of it, nothing is pasted.
    assert_eq!((lines.poll(), format!("{lines:?}")), (Pasted::Nothing, "PastedLines { .. }".to_owned()));
    println!("<listening>");
    let line = paste(&mut lines);
    println!("=> {} <=", line.len());
    drop(lines);
    let after = tcgetattr(std::io::stdin()).expect("a terminal");
    assert_eq!(after.local_modes, before.local_modes, "the terminal is as it was");
    assert!(line.starts_with("http://x?") && line.ends_with('y'));
}

/// The next line, by a sleep that lasts until there is something to read.
fn paste(lines: &mut PastedLines) -> String {
    let sleep = |_: Duration| {
        let stdin = std::io::stdin();
        let limit = Timespec { tv_sec: 20, tv_nsec: 0 };
        assert_eq!(
            poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&limit)),
            Ok(1),
            "something is pasted"
        );
        ready(())
    };
    let mut context = Context::from_waker(Waker::noop());
    match pin!(lines.next(sleep)).poll(&mut context) {
        Poll::Ready(line) => line,
        Poll::Pending => String::new(),
    }
}

#[test]
fn a_pasted_line_is_read_and_not_shown() {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "pasting::child_waits_for_a_paste", "--nocapture"]);
    let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session.expect("<listening>").expect("it listens");
    // Longer than a line that a terminal edits, after an empty one.
    let pasted = format!("\r  \rhttp://x?{}y\r", "code".repeat(2_000));
    // A terminal takes as much as it has room for, and the rest when the program has read.
    let mut rest = pasted.as_bytes();
    while !rest.is_empty() {
        match session.write(rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::yield_now(),
            Err(error) => panic!("{error}"),
        }
    }
    let told = session.expect(" <=").expect("an answer");
    let told = String::from_utf8_lossy(told.before()).into_owned();
    assert!(told.ends_with("=> 8010") && !told.contains("codecode"), "{told:?}");
    let rest = session.expect(Eof).expect("the end");
    assert!(String::from_utf8_lossy(rest.as_bytes()).contains("test result: ok. 1 passed"));
}
