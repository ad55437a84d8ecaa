//! What was done besides what was asked: worth one line to the user, no reason to fail.

use std::{fmt, path::PathBuf};

/// Something that the user may want to know. `Display` is one line without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A file or folder was open to others, and is not any more.
    ModeRepaired {
        /// Which.
        path: PathBuf,
        /// The permission bits it had.
        was: u32,
    },
    /// A folder is open to others, and its mode could not be changed.
    ModeKept {
        /// Which.
        path: PathBuf,
        /// The permission bits it has.
        is: u32,
    },
    /// A file or folder belongs to somebody else, who can read and exchange what is in it.
    Foreign {
        /// Which.
        path: PathBuf,
        /// The user id of its owner.
        owner: u32,
    },
    /// Temporary files of writers that were killed were removed.
    LeftoversRemoved {
        /// In which folder.
        folder: PathBuf,
        /// How many.
        count: usize,
    },
    /// A user's file could not be replaced by a new one, and was overwritten.
    WrittenInPlace {
        /// Which.
        path: PathBuf,
        /// What the operating system says.
        reason: String,
    },
    /// No lock could be taken: the file system has none, or the state folder cannot be written.
    Unlocked {
        /// The lock file.
        path: PathBuf,
        /// What the operating system says.
        reason: String,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ModeRepaired { path, was } => {
                write!(f, "{} could be read by others (mode {was:03o}); it no longer can", path.display())
            }
            Self::ModeKept { path, is } => {
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

/// The result of a save.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use = "it may hold notices for the user"]
pub struct Saved {
    /// What was done besides.
    pub notices: Vec<Notice>,
}
