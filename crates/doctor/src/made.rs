//! What fixes did.

use std::path::PathBuf;

/// What was done about the findings of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done {
    /// The code.
    pub code: String,
    /// What was done.
    pub what: Made,
}

/// What a fix did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Made {
    /// A file or folder has this mode now.
    Closed(PathBuf, u32),
    /// A file is out of the way.
    SetAside(PathBuf),
    /// A file is gone.
    Removed(PathBuf),
    /// Temporary files in this folder are gone.
    Swept(PathBuf),
    /// A token's file was written anew.
    Rewritten(PathBuf),
    /// A config file was edited.
    Edited {
        /// The file.
        file: PathBuf,
        /// Its copy, as it was before the first edit of this fixer.
        copy: PathBuf,
        /// Sessions with another name, and whether somebody is signed in to them still: the token moved with the name.
        sessions: Vec<(String, bool)>,
        /// Sessions that legacy profiles got; they want a sign-in.
        sign_in: Vec<String>,
    },
}
