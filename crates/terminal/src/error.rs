//! The error of a question without an answer.

use std::{error, fmt, io};

/// The error of a question without an answer.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Option<io::Error>,
}

/// Why a question has no answer, grouped by what the caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The person cancelled with Ctrl-C, Ctrl-D or Escape: end without changes.
    Cancelled,
    /// There is no terminal: tell which flag answers the question.
    NoTerminal,
    /// Reading from or writing to the terminal failed.
    Failed,
}

impl Error {
    pub(crate) fn cancelled() -> Self {
        Self { kind: ErrorKind::Cancelled, source: None }
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => ErrorKind::Cancelled,
            io::ErrorKind::NotConnected => ErrorKind::NoTerminal,
            _ => ErrorKind::Failed,
        };
        Self { kind, source: Some(error) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ErrorKind::Cancelled => "the question was not answered",
            ErrorKind::NoTerminal => "there is no terminal to ask on",
            ErrorKind::Failed => "cannot ask on the terminal",
        })
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}
