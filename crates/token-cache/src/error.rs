//! What can go wrong with a file, grouped by what mends it.

use crate::Holder;
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// A file or folder that could not be read, written or locked.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    path: PathBuf,
    doing: &'static str,
    reason: Option<&'static str>,
    holder: Option<Holder>,
    state: Option<FileState>,
    source: Option<io::Error>,
}

/// What a failed write left of the file that it was to change. Nothing is said that was not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileState {
    /// It was not touched: byte for byte as before, or still not there.
    Unchanged,
    /// It had been overwritten in part, and has its old bytes back.
    Restored,
    /// It may hold parts of both, or could not be read again.
    Unknown {
        /// What was there before, where a copy could be kept.
        copy: Option<PathBuf>,
    },
}

impl FileState {
    /// Compares the file with what it held.
    pub(crate) fn of(path: &Path, old: Option<&[u8]>, copy: Option<PathBuf>) -> Self {
        match (fs::read(path), old) {
            (Ok(now), Some(old)) if now == old => Self::Unchanged,
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Self::Unchanged,
            _ => Self::Unknown { copy },
        }
    }
}

/// What mends an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file is not what its name says; set it aside ([`crate::Store::set_aside`]) and go on without it.
    Corrupt,
    /// The file was to be set aside, and is whole again; read it.
    Mended,
    /// The file system is mounted read-only; go on without saving.
    ReadOnly,
    /// The disk or the quota is full, or the process may write no file of that size; go on without saving.
    Full,
    /// The folder is not there and cannot be made: no home, or a file in its place.
    Missing,
    /// The user may not: wrong owner or mode.
    Denied,
    /// Another process holds the lock; [`Error::holder`] says who.
    Locked,
    /// Anything else that the operating system says.
    Io,
}

impl Error {
    /// What mends it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Who holds the lock, where that could be read.
    pub fn holder(&self) -> Option<&Holder> {
        self.0.holder.as_ref()
    }

    /// What a failed write of a config file left; `None` of anything else.
    pub fn state(&self) -> Option<&FileState> {
        self.0.state.as_ref()
    }

    pub(crate) fn leaves(self, state: FileState) -> Self {
        Self(Box::new(Inner { state: Some(state), ..*self.0 }))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the operating system's list grows")]
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let kind = match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                ErrorKind::Full
            }
            io::ErrorKind::PermissionDenied => ErrorKind::Denied,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                ErrorKind::Missing
            }
            _ => ErrorKind::Io,
        };
        Self(Box::new(Inner { source: Some(source), ..Inner::new(kind, path, doing) }))
    }

    pub(crate) fn corrupt(path: &Path, reason: &'static str) -> Self {
        Self(Box::new(Inner { reason: Some(reason), ..Inner::new(ErrorKind::Corrupt, path, "use") }))
    }

    pub(crate) fn mended(path: &Path) -> Self {
        let reason = Some("another process has mended it");
        Self(Box::new(Inner { reason, ..Inner::new(ErrorKind::Mended, path, "set aside") }))
    }

    pub(crate) fn locked(path: &Path, holder: Option<Holder>) -> Self {
        Self(Box::new(Inner { holder, ..Inner::new(ErrorKind::Locked, path, "lock") }))
    }
}

impl Inner {
    fn new(kind: ErrorKind, path: &Path, doing: &'static str) -> Self {
        Self { kind, path: path.to_owned(), doing, reason: None, holder: None, state: None, source: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}", self.0.doing, self.0.path.display())?;
        if let Some(reason) = self.0.reason {
            write!(f, ": {reason}")?;
        }
        if self.0.kind == ErrorKind::Locked {
            match &self.0.holder {
                Some(holder) => write!(f, ": {holder} holds it")?,
                None => f.write_str(": another process holds it")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
