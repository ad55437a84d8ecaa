//! Why a fix could not be made.

use std::{
    error, fmt,
    path::{Path, PathBuf},
};

/// What a caller can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read.
    Read,
    /// A file could not be written, or its mode not be set. The file is as it was, or the source says what it is.
    Write,
    /// The copy of a file as it was could not be kept, so the file was not touched.
    Copy,
}

/// A fix that could not be made. What was made before it stays.
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

    /// What could not be done.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file that it is about.
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
