//! The error of a pin that cannot be used, or of decisions that cannot be read or written.

use crate::pin::PinProblem;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A pin or the file of decisions cannot be used.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    why: Why,
}

#[derive(Debug)]
pub(crate) enum Why {
    Unreadable(daypass_files::Error),
    Mistaken(PinProblem),
    Decisions(daypass_files::Error),
    Damaged,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The pin cannot be read, or has a mistake: correct it, or name a profile.
    Pin,
    /// The decisions about pins cannot be read or written.
    Decisions,
}

impl Error {
    pub(crate) fn new(path: &Path, why: Why) -> Self {
        Self { path: path.to_owned(), why }
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        match self.why {
            Why::Unreadable(_) | Why::Mistaken(_) => ErrorKind::Pin,
            Why::Decisions(_) | Why::Damaged => ErrorKind::Decisions,
        }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the sentence about the file that is called so.
    pub fn message(&self, file: &str) -> String {
        match &self.why {
            Why::Unreadable(_) => format!("cannot read {file}"),
            Why::Mistaken(problem) => format!("{file}:{}: {}", problem.line, problem.text),
            Why::Decisions(_) => format!("cannot use {file}, the decisions about folder pins"),
            Why::Damaged => format!("{file}, the decisions about folder pins, is damaged; remove it"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(&self.path.display().to_string()))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::Unreadable(error) | Why::Decisions(error) => Some(error),
            Why::Mistaken(_) | Why::Damaged => None,
        }
    }
}
