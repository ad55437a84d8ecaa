//! Why the relay does not work, in a sentence.

use std::{fmt, io};

/// Why the relay cannot start, or ends.
#[derive(Debug)]
pub struct Error {
    message: String,
    is_usage: bool,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_usage: false }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_usage: true }
    }

    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        Self::new(format!("{what}: {error}"))
    }

    /// Whether the words of the command line are wrong.
    pub fn is_usage(&self) -> bool {
        self.is_usage
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
