//! What ends a question to a person, as a report.

use crate::{exit::Exit, report::Report};
use daypass_terminal::{Error, ErrorKind, Terminal};
use std::io;

impl From<Error> for Report {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::GivenUp => Self::interrupted(),
            ErrorKind::NoTerminal => Self::new(Exit::Usage, "there is no terminal to ask on"),
            _ => Self::new(Exit::Failed, "the question could not be asked").cause(&error),
        }
    }
}

/// Asks for the code of an MFA device.
pub(crate) fn mfa_code(terminal: &Terminal, serial: &str) -> io::Result<String> {
    terminal.ask_for(&format!("MFA code of {serial}")).map_err(|error| match error.kind() {
        ErrorKind::GivenUp => io::ErrorKind::Interrupted.into(),
        _ => io::Error::other(error),
    })
}
