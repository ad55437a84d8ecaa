//! The error of reading, writing and locking a file, grouped by what the caller does next.

use crate::{FileState, LockHolder, NonRegular, folder};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A file or folder that could not be read, written or locked. `Display` names the path; the operating system's words
/// are in [`std::error::Error::source`].
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    path: PathBuf,
    action: &'static str,
    found: Option<NonRegular>,
    max_bytes: Option<u64>,
    owner: Option<u32>,
    is_writable_by_others: bool,
    holder: Option<LockHolder>,
    state: Option<FileState>,
    source: Option<io::Error>,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The path is a folder, pipe, socket or device, as [`Error::found`] says. Move it away, or use another path.
    NotAFile,
    /// The file is longer than the caller's limit in bytes.
    TooLong,
    /// The file system is mounted read-only; go on without saving.
    ReadOnly,
    /// The disk or the quota is full, or the file exceeds the process's file size limit (`ulimit -f`); go on without
    /// saving.
    Full,
    /// The folder does not exist and cannot be created: there is no home, or a file has its name.
    Missing,
    /// The user has no permission: wrong owner ([`Error::owner`]) or mode.
    Denied,
    /// Another process holds the lock; [`Error::holder`] names it.
    Locked,
    /// Another program changed the file since it was read; nothing was written. Repeat the edit.
    Changed,
    /// Any other error of the operating system.
    Io,
}

impl Error {
    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the path of the file or folder that the error is about.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Returns what the path is, if it is not a regular file.
    pub fn found(&self) -> Option<NonRegular> {
        self.0.found
    }

    /// Returns the user id of the owner, if the file or folder belongs to another user and therefore cannot be read or
    /// written, or is not trusted.
    pub fn owner(&self) -> Option<u32> {
        self.0.owner
    }

    /// Returns the process that holds the lock, if the lock file could be read.
    pub fn holder(&self) -> Option<&LockHolder> {
        self.0.holder.as_ref()
    }

    /// Returns what a failed write of a user's file left of it; `None` for other errors.
    pub fn state(&self) -> Option<&FileState> {
        self.0.state.as_ref()
    }

    /// Returns the path of a copy of the old contents, if a failed write may have damaged a user's file.
    pub fn copy(&self) -> Option<&Path> {
        match self.state() {
            Some(FileState::Unknown { copy }) => copy.as_deref(),
            _ => None,
        }
    }

    /// Describes what a failed write left of a user's file, in half a sentence whose subject is the file.
    pub fn state_in_words(&self) -> &'static str {
        match self.state() {
            _ if self.kind() == ErrorKind::Changed => "nothing was written, try again",
            Some(FileState::Unchanged) => "it is as it was",
            Some(FileState::Restored) => "its contents were put back as they were",
            Some(FileState::Unknown { copy: Some(_) }) => "it may be damaged",
            _ => "it may be damaged, look at it before you go on",
        }
    }

    /// Wraps an error of the operating system; `action` is a verb that follows "cannot", such as `write`.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the operating system's list grows")]
    pub fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
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
        Self(Box::new(Inner { owner, source: Some(source), ..Inner::new(kind, path, action) }))
    }

    pub(crate) fn not_a_file(action: &'static str, path: &Path, found: NonRegular) -> Self {
        Self(Box::new(Inner { found: Some(found), ..Inner::new(ErrorKind::NotAFile, path, action) }))
    }

    /// The file or folder belongs to another user.
    pub(crate) fn owned_by_other(action: &'static str, path: &Path, owner: u32) -> Self {
        Self(Box::new(Inner { owner: Some(owner), ..Inner::new(ErrorKind::Denied, path, action) }))
    }

    /// Other users can write the file or its folder.
    pub(crate) fn writable_by_others(path: &Path) -> Self {
        Self(Box::new(Inner { is_writable_by_others: true, ..Inner::new(ErrorKind::Denied, path, "trust") }))
    }

    pub(crate) fn too_long(path: &Path, max_bytes: u64) -> Self {
        Self(Box::new(Inner { max_bytes: Some(max_bytes), ..Inner::new(ErrorKind::TooLong, path, "read") }))
    }

    pub(crate) fn locked(path: &Path, holder: Option<LockHolder>) -> Self {
        Self(Box::new(Inner { holder, ..Inner::new(ErrorKind::Locked, path, "lock") }))
    }

    pub(crate) fn changed(path: &Path) -> Self {
        Self(Box::new(Inner::new(ErrorKind::Changed, path, "write")))
    }

    /// Adds what the failed write left of the file.
    pub(crate) fn with_state(self, state: FileState) -> Self {
        Self(Box::new(Inner { state: Some(state), ..*self.0 }))
    }
}

impl Inner {
    fn new(kind: ErrorKind, path: &Path, action: &'static str) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            action,
            found: None,
            max_bytes: None,
            owner: None,
            is_writable_by_others: false,
            holder: None,
            state: None,
            source: None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, action, found, max_bytes, owner, is_writable_by_others, holder, .. } = &*self.0;
        write!(f, "cannot {action} {}", path.display())?;
        if let Some(found) = found {
            write!(f, ": it is {found}")?;
        }
        if let Some(max_bytes) = max_bytes {
            write!(f, ": it is longer than {max_bytes} bytes")?;
        }
        if let Some(owner) = owner {
            write!(f, ": it belongs to the user with id {owner}")?;
        }
        if *is_writable_by_others {
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

#[cfg(test)]
mod tests {
    use super::{Error, FileState};
    use std::{io, path::Path};

    #[test]
    fn what_is_left_of_a_file_is_said_in_words() {
        let path = Path::new("/x");
        let copy = || Some("/copy".into());
        let failed = |state| Error::io("write", path, io::Error::other("")).with_state(state);
        for (error, words, copy) in [
            (failed(FileState::Unchanged), "it is as it was", None),
            (failed(FileState::Restored), "its contents were put back as they were", None),
            (failed(FileState::Unknown { copy: copy() }), "it may be damaged", copy()),
            (
                failed(FileState::Unknown { copy: None }),
                "it may be damaged, look at it before you go on",
                None,
            ),
            (Error::changed(path), "nothing was written, try again", None),
            (Error::changed(path).with_state(FileState::Unchanged), "nothing was written, try again", None),
        ] {
            assert_eq!(error.state_in_words(), words);
            assert_eq!(error.copy().map(Path::to_owned), copy, "{words}");
        }
    }
}
