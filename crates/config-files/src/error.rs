//! The error of reading or editing a config file.

use daypass_config_parse::{EditError, Encoding};
use daypass_files::{Error as FileError, NonRegular};
use daypass_sso_types::Remedy;
use std::{
    error, fmt, io,
    path::{Path, PathBuf},
};

/// What went wrong, by what the caller does next. Only after [`ErrorKind::Write`] can the file have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file cannot be read, or is a folder, a pipe or a socket.
    Unreadable,
    /// The file has an encoding, such as UTF-16, in which no AWS tool finds a section.
    Encoding,
    /// The parser refused the edit, because the file cannot be changed in this way.
    Refused,
    /// The user may not write the file.
    NotWritable,
    /// Another program has changed the file since the edit was planned.
    Changed,
    /// A backup could not be written or read.
    Backup,
    /// The write failed; the message says what is left of the file.
    Write,
}

/// A config file that could not be read or edited. Messages never quote the file, which may hold secrets.
#[derive(Debug)]
pub struct Error(Box<(PathBuf, Reason)>);

#[derive(Debug)]
pub(crate) enum Reason {
    NoFile(NonRegular),
    Unreadable(FileError),
    Encoding { is: Encoding, can_be_fixed: bool },
    Refused(EditError),
    NotWritable(FileError),
    Changed,
    NotKept(io::Error),
    BackupUnreadable(FileError),
    Write(FileError),
}

impl Error {
    pub(crate) fn new(path: &Path, reason: Reason) -> Self {
        Self(Box::new((path.to_owned(), reason)))
    }

    /// The file exists and cannot be read.
    pub(crate) fn unreadable(path: &Path, error: FileError) -> Self {
        let reason = error.found().map_or_else(|| Reason::Unreadable(error), Reason::NoFile);
        Self::new(path, reason)
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        match self.reason() {
            Reason::NoFile(_) | Reason::Unreadable(_) => ErrorKind::Unreadable,
            Reason::Encoding { .. } => ErrorKind::Encoding,
            Reason::Refused(_) => ErrorKind::Refused,
            Reason::NotWritable(_) => ErrorKind::NotWritable,
            Reason::Changed => ErrorKind::Changed,
            Reason::NotKept(_) | Reason::BackupUnreadable(_) => ErrorKind::Backup,
            Reason::Write(_) => ErrorKind::Write,
        }
    }

    /// Returns the path of the config file.
    pub fn path(&self) -> &Path {
        &self.0.0
    }

    /// Returns the path of a copy of the old contents, if a failed write may have damaged the file.
    pub fn copy(&self) -> Option<&Path> {
        match self.reason() {
            Reason::Write(error) => error.copy(),
            _ => None,
        }
    }

    /// Returns what would fix the error: a fix of `doctor` for an encoding, `doctor` for a file that cannot be edited.
    pub fn remedy(&self) -> Option<Remedy> {
        match self.reason() {
            Reason::Encoding { can_be_fixed: true, .. } => Some(Remedy::Fix("C101")),
            Reason::Refused(_) => Some(Remedy::Examine),
            _ => None,
        }
    }

    /// Returns the message with the path as the caller displays it, such as `~/.aws/config`.
    pub fn message(&self, path: &str) -> String {
        match self.reason() {
            Reason::NoFile(found) => format!("{path} is {found}, not a file"),
            Reason::Unreadable(_) => format!("{path} cannot be read"),
            Reason::Encoding { is, .. } => format!("{path} is {is}, not UTF-8: no AWS tool can read it"),
            Reason::Refused(error) => {
                let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
                format!("{path}{line} cannot be changed like this")
            }
            Reason::NotWritable(_) => format!("{path} may not be written"),
            Reason::Changed => {
                format!("{path} was changed by another program meanwhile; nothing was written")
            }
            Reason::NotKept(_) => "the backup could not be written, so nothing was changed".to_owned(),
            Reason::BackupUnreadable(_) => "the backup cannot be read".to_owned(),
            Reason::Write(error) => format!("cannot write {path}; {}", error.state_in_words()),
        }
    }

    fn reason(&self) -> &Reason {
        &self.0.1
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(&self.path().display().to_string()))
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self.reason() {
            Reason::NoFile(_) | Reason::Encoding { .. } | Reason::Changed => None,
            Reason::Refused(error) => Some(error),
            Reason::NotKept(error) => Some(error),
            Reason::Unreadable(error)
            | Reason::NotWritable(error)
            | Reason::BackupUnreadable(error)
            | Reason::Write(error) => Some(error),
        }
    }
}
