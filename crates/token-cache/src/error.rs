//! What can go wrong with a file, grouped by what mends it.

use crate::Holder;
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A file or folder that could not be read, written or locked.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: PathBuf,
    doing: &'static str,
    reason: Option<&'static str>,
    holder: Option<Holder>,
    source: Option<io::Error>,
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
    /// The disk or the quota is full; go on without saving.
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
        self.kind
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who holds the lock, where that could be read.
    pub fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the operating system's list grows")]
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let kind = match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::Full,
            io::ErrorKind::PermissionDenied => ErrorKind::Denied,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                ErrorKind::Missing
            }
            _ => ErrorKind::Io,
        };
        Self { source: Some(source), ..Self::plain(kind, path, doing) }
    }

    pub(crate) fn corrupt(path: &Path, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::plain(ErrorKind::Corrupt, path, "use") }
    }

    pub(crate) fn mended(path: &Path) -> Self {
        let reason = Some("another process has mended it");
        Self { reason, ..Self::plain(ErrorKind::Mended, path, "set aside") }
    }

    pub(crate) fn locked(path: &Path, holder: Option<Holder>) -> Self {
        Self { holder, ..Self::plain(ErrorKind::Locked, path, "lock") }
    }

    fn plain(kind: ErrorKind, path: &Path, doing: &'static str) -> Self {
        Self { kind, path: path.to_owned(), doing, reason: None, holder: None, source: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}", self.doing, self.path.display())?;
        if let Some(reason) = self.reason {
            write!(f, ": {reason}")?;
        }
        if self.kind == ErrorKind::Locked {
            match &self.holder {
                Some(holder) => write!(f, ": {holder} holds it")?,
                None => f.write_str(": another process holds it")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
