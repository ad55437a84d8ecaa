//! The error of a cache file, grouped by what the caller does next.

use daypass_files::{self as files, LockHolder, NonRegular};
use daypass_sso_types::Remedy;
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A function that says whether bytes are valid contents of the file that a reader looked for.
pub(crate) type Validator = fn(&[u8]) -> bool;

/// A cache file or folder that could not be read, written or locked. `Display` never quotes what a file holds.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
enum Inner {
    /// The file could not be read, written or locked.
    File(files::Error),
    /// The file does not hold what its name says; `is_valid` tells what would.
    Corrupt { path: PathBuf, reason: &'static str, is_valid: Validator },
    /// The file was to be set aside, and is valid again.
    Repaired(PathBuf),
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file does not hold what its name says, or is not a file; set it aside ([`Error::set_aside`]) and go on
    /// without it.
    Corrupt,
    /// The file was to be set aside, and another process has written a valid one; read it.
    Repaired,
    /// The file system is mounted read-only; go on without saving.
    ReadOnly,
    /// The disk or the quota is full, or the file exceeds the process's file size limit; go on without saving.
    Full,
    /// The folder does not exist and cannot be created: there is no home, or a file has its name.
    Missing,
    /// The user has no permission: wrong owner ([`Error::owner`]) or mode.
    Denied,
    /// Another process holds the lock; [`Error::holder`] names it.
    Locked,
    /// Any other error of the operating system.
    Io,
}

impl Error {
    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Inner::Corrupt { .. } => ErrorKind::Corrupt,
            Inner::Repaired(_) => ErrorKind::Repaired,
            Inner::File(error) => match error.kind() {
                // A folder, a device or a file of more than 1 MiB holds no cache entry.
                files::ErrorKind::NotAFile | files::ErrorKind::TooLong => ErrorKind::Corrupt,
                files::ErrorKind::ReadOnly => ErrorKind::ReadOnly,
                files::ErrorKind::Full => ErrorKind::Full,
                files::ErrorKind::Missing => ErrorKind::Missing,
                files::ErrorKind::Denied => ErrorKind::Denied,
                files::ErrorKind::Locked => ErrorKind::Locked,
                _ => ErrorKind::Io,
            },
        }
    }

    /// Returns the path of the file or folder that the error is about.
    pub fn path(&self) -> &Path {
        match &*self.0 {
            Inner::File(error) => error.path(),
            Inner::Corrupt { path, .. } | Inner::Repaired(path) => path,
        }
    }

    /// Returns the user id of the owner, if the file cannot be read or written because it belongs to another user.
    pub fn owner(&self) -> Option<u32> {
        self.file().and_then(files::Error::owner)
    }

    /// Returns what the path is, if it is not a regular file.
    pub fn found(&self) -> Option<NonRegular> {
        self.file().and_then(files::Error::found)
    }

    /// Returns the process that holds the lock, if the lock file could be read.
    pub fn holder(&self) -> Option<&LockHolder> {
        self.file().and_then(files::Error::holder)
    }

    /// Returns what would fix a file or folder of another user's: the user may remove such a file from a folder of
    /// their own, whatever its owner and mode.
    pub fn remedy(&self) -> Option<Remedy> {
        let is_removable = self.path().parent().is_some_and(|folder| files::foreign_owner(folder).is_none());
        self.owner()?;
        if self.path().is_dir() {
            let folder = self.path().display();
            return Some(Remedy::Advice(format!(
                "Make that folder yours: sudo chown -R \"$(id -u)\" {folder}"
            )));
        }
        is_removable.then(|| Remedy::RemoveFiles(vec![self.path().to_owned()]))
    }

    /// Returns the function that recognises valid contents of the file, if the error is about its contents.
    pub(crate) fn validator(&self) -> Option<Validator> {
        match &*self.0 {
            Inner::Corrupt { is_valid, .. } => Some(*is_valid),
            Inner::File(_) | Inner::Repaired(_) => None,
        }
    }

    fn file(&self) -> Option<&files::Error> {
        match &*self.0 {
            Inner::File(error) => Some(error),
            Inner::Corrupt { .. } | Inner::Repaired(_) => None,
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        files::Error::io(action, path, source).into()
    }

    pub(crate) fn corrupt(path: &Path, reason: &'static str, is_valid: Validator) -> Self {
        Self(Box::new(Inner::Corrupt { path: path.to_owned(), reason, is_valid }))
    }

    pub(crate) fn repaired(path: &Path) -> Self {
        Self(Box::new(Inner::Repaired(path.to_owned())))
    }
}

impl From<files::Error> for Error {
    fn from(error: files::Error) -> Self {
        Self(Box::new(Inner::File(error)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::File(error) => error.fmt(f),
            Inner::Corrupt { path, reason, .. } => write!(f, "cannot use {}: {reason}", path.display()),
            Inner::Repaired(path) => {
                write!(f, "cannot set aside {}: another process has repaired it", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.file().and_then(std::error::Error::source)
    }
}
