//! Why a config file could not be read or edited.

use daypass_config_parse::{EditError, Encoding};
use daypass_files::{Error as FileError, NonRegular};
use daypass_sso_types::Remedy;
use std::{
    error, fmt, io,
    path::{Path, PathBuf},
};

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It cannot be read, or is no file: nothing was changed.
    Unreadable,
    /// It is in an encoding in which no AWS tool finds anything: nothing was changed.
    Encoding,
    /// The edit was refused, for the file cannot be changed like this: nothing was changed.
    Refused,
    /// It may not be written: nothing was changed.
    NotWritable,
    /// Somebody else changed it after the edit was planned: nothing was changed.
    Moved,
    /// A backup of it could not be made, or cannot be read: nothing was changed.
    Backup,
    /// It could not be written; the message says what is left.
    Write,
}

/// A config file that could not be read or edited.
#[derive(Debug)]
pub struct Error(Box<(PathBuf, Reason)>);

#[derive(Debug)]
pub(crate) enum Reason {
    NoFile(NonRegular),
    Unreadable(FileError),
    Encoding { is: Encoding, can_be_fixed: bool },
    Refused(EditError),
    NotWritable(FileError),
    Moved,
    NotKept(io::Error),
    BackupUnreadable(FileError),
    Write(FileError),
}

impl Error {
    pub(crate) fn new(path: &Path, reason: Reason) -> Self {
        Self(Box::new((path.to_owned(), reason)))
    }

    /// What is there and cannot be read: what it is, or why.
    pub(crate) fn unreadable(path: &Path, error: FileError) -> Self {
        let reason = error.found().map_or_else(|| Reason::Unreadable(error), Reason::NoFile);
        Self::new(path, reason)
    }

    /// What to do next.
    pub fn kind(&self) -> ErrorKind {
        match self.reason() {
            Reason::NoFile(_) | Reason::Unreadable(_) => ErrorKind::Unreadable,
            Reason::Encoding { .. } => ErrorKind::Encoding,
            Reason::Refused(_) => ErrorKind::Refused,
            Reason::NotWritable(_) => ErrorKind::NotWritable,
            Reason::Moved => ErrorKind::Moved,
            Reason::NotKept(_) | Reason::BackupUnreadable(_) => ErrorKind::Backup,
            Reason::Write(_) => ErrorKind::Write,
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.0
    }

    /// Where a copy of what the file held lies, if a failed write may have damaged it.
    pub fn copy(&self) -> Option<&Path> {
        match self.reason() {
            Reason::Write(error) => error.copy(),
            _ => None,
        }
    }

    /// What would fix it: the fix of `doctor` for an encoding, a look at the file where it cannot be changed.
    pub fn remedy(&self) -> Option<Remedy> {
        match self.reason() {
            Reason::Encoding { can_be_fixed: true, .. } => Some(Remedy::Fix("C101")),
            Reason::Refused(_) => Some(Remedy::Examine),
            _ => None,
        }
    }

    /// The message, with the path as the caller shows it, such as `~/.aws/config`.
    pub fn told(&self, path: &str) -> String {
        match self.reason() {
            Reason::NoFile(found) => format!("{path} is {found}, not a file"),
            Reason::Unreadable(_) => format!("{path} cannot be read"),
            Reason::Encoding { is, .. } => format!("{path} is {is}, not UTF-8: no AWS tool can read it"),
            Reason::Refused(error) => {
                let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
                format!("{path}{line} cannot be changed like this")
            }
            Reason::NotWritable(_) => format!("{path} may not be written"),
            Reason::Moved => {
                format!("{path} was changed by somebody else meanwhile; nothing was written")
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
        f.write_str(&self.told(&self.path().display().to_string()))
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self.reason() {
            Reason::NoFile(_) | Reason::Encoding { .. } | Reason::Moved => None,
            Reason::Refused(error) => Some(error),
            Reason::NotKept(error) => Some(error),
            Reason::Unreadable(error)
            | Reason::NotWritable(error)
            | Reason::BackupUnreadable(error)
            | Reason::Write(error) => Some(error),
        }
    }
}
