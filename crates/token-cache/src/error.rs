//! What can go wrong with a cache file, grouped by what fixes it.

use daypass_files::{self as files, LockHolder, NonRegular};
use daypass_sso_types::Remedy;
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Whether bytes are what a reader looked for.
pub(crate) type IsWhole = fn(&[u8]) -> bool;

/// A cache file or folder that could not be read, written or locked.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
enum Inner {
    /// The operating system, or what lies at the path, is in the way.
    File(files::Error),
    /// The file does not hold what its name says; what would.
    Corrupt { path: PathBuf, reason: &'static str, is_whole: IsWhole },
    /// The file was to be set aside, and is whole again.
    Mended(PathBuf),
}

/// What fixes an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file is not what its name says; set it aside ([`Error::set_aside`]) and go on without it.
    Corrupt,
    /// The file was to be set aside, and is whole again; read it.
    Mended,
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
    /// Anything else that the operating system says.
    Io,
}

impl Error {
    /// What fixes it.
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Inner::Corrupt { .. } => ErrorKind::Corrupt,
            Inner::Mended(_) => ErrorKind::Mended,
            Inner::File(error) => match error.kind() {
                // What is no file, or far too long for one, holds nothing of ours.
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

    /// The file or folder.
    pub fn path(&self) -> &Path {
        match &*self.0 {
            Inner::File(error) => error.path(),
            Inner::Corrupt { path, .. } | Inner::Mended(path) => path,
        }
    }

    /// The user id of whom the file belongs to, where that is why it cannot be read or written.
    pub fn owner(&self) -> Option<u32> {
        self.file().and_then(files::Error::owner)
    }

    /// What lies there instead of a file.
    pub fn found(&self) -> Option<NonRegular> {
        self.file().and_then(files::Error::found)
    }

    /// Who holds the lock, where that could be read.
    pub fn holder(&self) -> Option<&LockHolder> {
        self.file().and_then(files::Error::holder)
    }

    /// What would fix it: a file of somebody else's is of no use to the user, who may remove it from a folder of his
    /// own, whatever its owner and mode.
    pub fn remedy(&self) -> Option<Remedy> {
        let is_removable = self.path().parent().is_some_and(|folder| files::foreign_owner(folder).is_none());
        self.owner()?;
        if self.path().is_dir() {
            let folder = self.path().display();
            return Some(Remedy::Advice(format!(
                "Make that folder yours: sudo chown -R \"$(id -u)\" {folder}"
            )));
        }
        is_removable.then(|| Remedy::RemoveFile(self.path().to_owned()))
    }

    /// What the file would hold, where a reader looked for something.
    pub(crate) fn is_whole(&self) -> Option<IsWhole> {
        match &*self.0 {
            Inner::Corrupt { is_whole, .. } => Some(*is_whole),
            Inner::File(_) | Inner::Mended(_) => None,
        }
    }

    fn file(&self) -> Option<&files::Error> {
        match &*self.0 {
            Inner::File(error) => Some(error),
            Inner::Corrupt { .. } | Inner::Mended(_) => None,
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        files::Error::io(doing, path, source).into()
    }

    pub(crate) fn corrupt(path: &Path, reason: &'static str, is_whole: IsWhole) -> Self {
        Self(Box::new(Inner::Corrupt { path: path.to_owned(), reason, is_whole }))
    }

    pub(crate) fn mended(path: &Path) -> Self {
        Self(Box::new(Inner::Mended(path.to_owned())))
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
            Inner::Mended(path) => {
                write!(f, "cannot set aside {}: another process has put it right", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.file().and_then(std::error::Error::source)
    }
}
