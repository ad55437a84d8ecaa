//! What fixes did.

use std::path::{Path, PathBuf};

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

impl Made {
    /// Says it as a sentence without its full stop; `shown` shortens a path for a person.
    ///
    /// ```
    /// use daypass_doctor::Made;
    ///
    /// let closed = Made::Closed("/home/me/.aws/credentials".into(), 0o600);
    /// let text = closed.sentence(&|path| path.display().to_string());
    /// assert_eq!(text, "/home/me/.aws/credentials has mode 0600 now");
    /// ```
    pub fn sentence(&self, shown: &dyn Fn(&Path) -> String) -> String {
        match self {
            Self::Closed(path, mode) => format!("{} has mode {mode:04o} now", shown(path)),
            Self::SetAside(path) => format!("{} is out of the way", shown(path)),
            Self::Removed(path) => format!("{} is removed", shown(path)),
            Self::Swept(folder) => format!("temporary files are removed from {}", shown(folder)),
            Self::Rewritten(path) => format!("{} is written anew", shown(path)),
            Self::Edited { file, copy, sessions, sign_in, .. } => {
                let mut text =
                    format!("fixed in {}; as it was before this run: {}", shown(file), shown(copy));
                for (name, is_moved) in sessions {
                    text.push_str(&match is_moved {
                        true => format!("; the sign-in moved to the session's new name, {name}"),
                        false => format!("; the session is called {name} now"),
                    });
                }
                for name in sign_in {
                    text.push_str(&format!("; session {name} is new: sign in to it"));
                }
                text
            }
        }
    }
}
