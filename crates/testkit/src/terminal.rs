//! Runs a command on a pseudo-terminal.

use expectrl::{Eof, Error, Expect as _, process::unix::WaitStatus, session::OsSession};
use std::{process::Command, time::Duration};

/// How long a command may take to print what a test expects.
const ANSWER_WAIT: Duration = Duration::from_secs(20);

/// Starts a command on a pseudo-terminal.
///
/// # Errors
/// Fails if there is no pseudo-terminal, or the command cannot be started.
pub fn open(mut command: Command) -> Result<OsSession, Error> {
    command.env("TERM", "xterm");
    let mut session = OsSession::spawn(command)?;
    session.set_expect_timeout(Some(ANSWER_WAIT));
    Ok(session)
}

/// Waits for the end; returns the exit code and what was printed since the last expectation.
///
/// # Panics
/// Panics if the command does not end, or if a signal ends it.
pub fn ended(mut session: OsSession) -> (i32, String) {
    let rest = session.expect(Eof).expect("it ends");
    let rest = String::from_utf8_lossy(rest.as_bytes()).into_owned();
    match session.get_process().wait().expect("a status") {
        WaitStatus::Exited(_, code) => (code, rest),
        other => unreachable!("it ended with {other:?}, having said {rest}"),
    }
}
