//! What can go wrong with a file, grouped by what the caller does next.

use crate::{FileKind, FileState, Holder, folder};
use std::{
    fmt, io,
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
    found: Option<FileKind>,
    most: Option<u64>,
    owner: Option<u32>,
    is_exposed: bool,
    holder: Option<Holder>,
    state: Option<FileState>,
    source: Option<io::Error>,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something else than a regular file lies there; [`Error::found`] says what. Move it away, or name another path.
    NotAFile,
    /// The file is longer than it may be.
    TooLong,
    /// The file system is mounted read-only; go on without saving.
    ReadOnly,
    /// The disk or the quota is full, or the process may write no file of that size; go on without saving.
    Full,
    /// The folder is not there and cannot be made: no home, or a file in its place.
    Missing,
    /// The user may not: wrong owner ([`Error::owner`]) or mode.
    Denied,
    /// Another process holds the lock; [`Error::holder`] says who.
    Locked,
    /// Another program changed the file since it was read; nothing was written. Do it again.
    Changed,
    /// Anything else that the operating system says.
    Io,
}

impl Error {
    /// What the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// What lies there instead of a regular file.
    pub fn found(&self) -> Option<FileKind> {
        self.0.found
    }

    /// The user id of whom the file or folder belongs to, where the user may not read or write it, or where it is not
    /// trusted, and it is somebody else's.
    pub fn owner(&self) -> Option<u32> {
        self.0.owner
    }

    /// Who holds the lock, where that could be read.
    pub fn holder(&self) -> Option<&Holder> {
        self.0.holder.as_ref()
    }

    /// What a failed write of a user's file left; `None` of anything else.
    pub fn state(&self) -> Option<&FileState> {
        self.0.state.as_ref()
    }

    /// Where a copy of what was there lies, after a failed write that may have damaged a user's file.
    pub fn copy(&self) -> Option<&Path> {
        match self.state() {
            Some(FileState::Unknown { copy }) => copy.as_deref(),
            _ => None,
        }
    }

    /// What a failed write of a user's file left, in words: half a sentence about the file.
    pub fn aftermath(&self) -> &'static str {
        match self.state() {
            _ if self.kind() == ErrorKind::Changed => "nothing was written, try again",
            Some(FileState::Unchanged) => "it is as it was",
            Some(FileState::Restored) => "its contents were put back as they were",
            Some(FileState::Unknown { copy: Some(_) }) => "it may be damaged",
            _ => "it may be damaged, look at it before you go on",
        }
    }

    /// What the operating system said to an attempt at this path.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the operating system's list grows")]
    pub fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
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
        let owner = if kind == ErrorKind::Denied { folder::foreign_owner(path) } else { None };
        Self(Box::new(Inner { owner, source: Some(source), ..Inner::new(kind, path, doing) }))
    }

    pub(crate) fn not_a_file(doing: &'static str, path: &Path, found: FileKind) -> Self {
        Self(Box::new(Inner { found: Some(found), ..Inner::new(ErrorKind::NotAFile, path, doing) }))
    }

    /// It is somebody else's.
    pub(crate) fn foreign(doing: &'static str, path: &Path, owner: u32) -> Self {
        Self(Box::new(Inner { owner: Some(owner), ..Inner::new(ErrorKind::Denied, path, doing) }))
    }

    /// Others can write it.
    pub(crate) fn exposed(path: &Path) -> Self {
        Self(Box::new(Inner { is_exposed: true, ..Inner::new(ErrorKind::Denied, path, "trust") }))
    }

    pub(crate) fn too_long(path: &Path, most: u64) -> Self {
        Self(Box::new(Inner { most: Some(most), ..Inner::new(ErrorKind::TooLong, path, "read") }))
    }

    pub(crate) fn locked(path: &Path, holder: Option<Holder>) -> Self {
        Self(Box::new(Inner { holder, ..Inner::new(ErrorKind::Locked, path, "lock") }))
    }

    pub(crate) fn changed(path: &Path) -> Self {
        Self(Box::new(Inner::new(ErrorKind::Changed, path, "write")))
    }

    pub(crate) fn leaves(self, state: FileState) -> Self {
        Self(Box::new(Inner { state: Some(state), ..*self.0 }))
    }
}

impl Inner {
    fn new(kind: ErrorKind, path: &Path, doing: &'static str) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            doing,
            found: None,
            most: None,
            owner: None,
            is_exposed: false,
            holder: None,
            state: None,
            source: None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, doing, found, most, owner, is_exposed, holder, .. } = &*self.0;
        write!(f, "cannot {doing} {}", path.display())?;
        if let Some(found) = found {
            write!(f, ": it is {found}")?;
        }
        if let Some(most) = most {
            write!(f, ": it is longer than {most} bytes")?;
        }
        if let Some(owner) = owner {
            write!(f, ": it belongs to the user with id {owner}")?;
        }
        if *is_exposed {
            f.write_str(": others can write it, or the folder it lies in")?;
        }
        match (self.0.kind, holder) {
            (ErrorKind::Locked, Some(holder)) => write!(f, ": {holder} holds it"),
            (ErrorKind::Locked, None) => f.write_str(": another process holds it"),
            (ErrorKind::Changed, _) => f.write_str(": another program changed it in the meantime"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
