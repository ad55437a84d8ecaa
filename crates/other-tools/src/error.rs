//! The error of reading: a file of the other tool that cannot be used.

use std::{
    error, fmt,
    path::{Path, PathBuf},
};

/// What is wrong with a file of the other tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file exists and cannot be read.
    Unreadable,
    /// The file is not in the format of the tool: YAML, TOML or JSON.
    Malformed,
    /// The file is encrypted, and no id of this machine opens it: it was written on another machine.
    OtherMachine,
}

/// A file of the other tool that cannot be used. Messages never quote the file.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: PathBuf,
    detail: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, path: &Path, detail: impl Into<String>) -> Self {
        Self { kind, path: path.to_owned(), detail: detail.into() }
    }

    /// Returns the kind, which says what is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the message with the path as the caller displays it, such as `~/.granted/config`.
    pub fn message(&self, path: &str) -> String {
        let Self { kind, path: _, detail } = self;
        match kind {
            ErrorKind::Unreadable => format!("{path} cannot be read: {detail}"),
            ErrorKind::Malformed => format!("{path} cannot be understood: {detail}"),
            ErrorKind::OtherMachine => format!("{path} cannot be opened: {detail}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(&self.path.display().to_string()))
    }
}

impl error::Error for Error {}
