//! What a call found or repaired besides its task: worth a line to the user, and no error.

use std::{fmt, path::PathBuf};

/// A side effect or a weakness that the user may want to know of. `Display` is one line without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The group or others had permissions on a file or folder, and these were taken away.
    ModeRepaired {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits before.
        was: u32,
    },
    /// The group or others have permissions on a file or folder, and its mode could not be changed.
    ModeNotRepaired {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        is: u32,
    },
    /// A file or folder belongs to another user, who can read it and change or replace its contents.
    Foreign {
        /// The file or folder.
        path: PathBuf,
        /// The user id of its owner.
        owner: u32,
    },
    /// Temporary files of killed writers were removed.
    LeftoversRemoved {
        /// The folder they were in.
        folder: PathBuf,
        /// Their number.
        count: usize,
    },
    /// A user's file could not be replaced by a rename, and was overwritten in place.
    WrittenInPlace {
        /// The file, symbolic links followed.
        path: PathBuf,
        /// The operating system's reason against the rename.
        reason: String,
    },
    /// No lock could be taken: the file system has no locks, or the folder cannot be written.
    Unlocked {
        /// The lock file.
        path: PathBuf,
        /// The operating system's reason.
        reason: String,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ModeRepaired { path, was } => {
                write!(f, "{} could be read by others (mode {was:03o}); it no longer can", path.display())
            }
            Self::ModeNotRepaired { path, is } => {
                write!(
                    f,
                    "{} can be read by others (mode {is:03o}) and that could not be changed",
                    path.display()
                )
            }
            Self::Foreign { path, owner } => {
                write!(f, "{} belongs to another user (id {owner}), who can change it", path.display())
            }
            Self::LeftoversRemoved { folder, count } => {
                let files = if *count == 1 { "file" } else { "files" };
                write!(
                    f,
                    "removed {count} temporary {files} of an interrupted save from {}",
                    folder.display()
                )
            }
            Self::WrittenInPlace { path, reason } => {
                write!(f, "{} was written in place, it cannot be replaced: {reason}", path.display())
            }
            Self::Unlocked { path, reason } => {
                write!(f, "working without a lock, {} cannot be locked: {reason}", path.display())
            }
        }
    }
}

/// The result of a write that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use = "it may hold notices for the user"]
pub struct Saved {
    /// What the write found or repaired besides; usually empty.
    pub notices: Vec<Notice>,
}
