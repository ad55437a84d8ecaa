//! Why a question has no answer.

use std::{error, fmt, io};

/// Why a question has no answer.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    source: Option<io::Error>,
}

/// The kinds of [`Error`], by what the caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The person ended the question: Ctrl-C, Ctrl-D or Escape. The caller ends, with nothing changed.
    GivenUp,
    /// There is no terminal. The caller says which flag answers.
    NoTerminal,
    /// The terminal failed.
    Failed,
}

impl Error {
    pub(crate) fn given_up() -> Self {
        Self { kind: ErrorKind::GivenUp, source: None }
    }

    /// What the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => ErrorKind::GivenUp,
            io::ErrorKind::NotConnected => ErrorKind::NoTerminal,
            _ => ErrorKind::Failed,
        };
        Self { kind, source: Some(error) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ErrorKind::GivenUp => "the question was not answered",
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
