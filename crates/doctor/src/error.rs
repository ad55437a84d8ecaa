//! The error of a fix that could not be made.

use std::{
    error, fmt,
    path::{Path, PathBuf},
};

/// What could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read.
    Read,
    /// A file or its mode could not be changed. The file is unchanged, unless the source says otherwise.
    Write,
    /// The copy of a file could not be written, so the file was not changed.
    Copy,
}

/// The error of a fix that could not be made. Earlier fixes stay made.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: PathBuf,
    source: Box<dyn error::Error + Send + Sync>,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        path: &Path,
        source: impl Into<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        Self { kind, path: path.to_owned(), source: source.into() }
    }

    /// Returns what could not be done.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ErrorKind::Read => "cannot be read",
            ErrorKind::Write => "cannot be fixed",
            ErrorKind::Copy => "cannot be copied before the fix, so it was not changed",
        };
        write!(f, "{} {what}", self.path.display())
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}
