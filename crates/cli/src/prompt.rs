//! Questions to a person: those of the `terminal` crate, with reports for what ends them.

use crate::{exit::Exit, report::Report};
use daypass_terminal::{Check, Error, ErrorKind, Terminal};
use std::io;

/// Asks for a text, as [`Terminal::ask`] does.
pub(crate) fn text(
    terminal: &Terminal,
    question: &str,
    current: Option<&str>,
    blank: Option<&str>,
    known: &[String],
    check: &Check<'_>,
) -> Result<Option<String>, Report> {
    terminal.ask(question, current, blank, known, check).map_err(|error| ended(&error))
}

/// Asks for one of several, as [`Terminal::pick`] does.
pub(crate) fn pick(
    terminal: &Terminal,
    question: &str,
    items: &[String],
    start: usize,
) -> Result<usize, Report> {
    terminal.pick(question, items, start).map_err(|error| ended(&error))
}

/// Asks for yes or no, by one key.
pub(crate) fn confirm(terminal: &Terminal, question: &str, default: bool) -> Result<bool, Report> {
    terminal.confirm(question, default).map_err(|error| ended(&error))
}

/// Asks for the code of an MFA device.
pub(crate) fn mfa_code(terminal: &Terminal, serial: &str) -> io::Result<String> {
    terminal.ask_for(&format!("MFA code of {serial}")).map_err(|error| match error.kind() {
        ErrorKind::GivenUp => io::ErrorKind::Interrupted.into(),
        _ => io::Error::other(error),
    })
}

fn ended(error: &Error) -> Report {
    match error.kind() {
        ErrorKind::GivenUp => Report::interrupted(),
        ErrorKind::NoTerminal => Report::new(Exit::Usage, "there is no terminal to ask on"),
        _ => Report::new(Exit::Failed, "the question could not be asked").cause(error),
    }
}
