//! The outcomes of fixes.

use std::path::{Path, PathBuf};

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedFix {
    /// The code of the finding.
    pub code: String,
    /// What the fix changed.
    pub outcome: FixOutcome,
}

/// What a fix changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FixOutcome {
    /// A file or folder got this mode.
    Closed(PathBuf, u32),
    /// A damaged file was renamed.
    SetAside(PathBuf),
    /// A file was removed.
    Removed(PathBuf),
    /// Temporary files in this folder were removed.
    Swept(PathBuf),
    /// A token file was rewritten.
    Rewritten(PathBuf),
    /// A config file was edited.
    Edited {
        /// The config file.
        file: PathBuf,
        /// The copy of the file from before the first edit of this fixer.
        copy: PathBuf,
        /// The new names of renamed sessions, and whether the session's token was moved to that name.
        sessions: Vec<(String, bool)>,
        /// Sessions that were created for legacy profiles and need a sign-in.
        sign_in: Vec<String>,
    },
}

impl FixOutcome {
    /// Writes the outcome as a sentence without a full stop; `shown` shortens a path for a person.
    ///
    /// ```
    /// use daypass_doctor::FixOutcome;
    ///
    /// let closed = FixOutcome::Closed("/home/me/.aws/credentials".into(), 0o600);
    /// let text = closed.sentence(&|path| path.display().to_string());
    /// assert_eq!(text, "/home/me/.aws/credentials has mode 0600 now");
    /// ```
    pub fn sentence(&self, shown: &dyn Fn(&Path) -> String) -> String {
        match self {
            Self::Closed(path, mode) => format!("{} has mode {mode:04o} now", shown(path)),
            Self::SetAside(path) => format!("{} is set aside", shown(path)),
            Self::Removed(path) => format!("{} is removed", shown(path)),
            Self::Swept(folder) => format!("temporary files are removed from {}", shown(folder)),
            Self::Rewritten(path) => format!("{} is rewritten", shown(path)),
            Self::Edited { file, copy, sessions, sign_in, .. } => {
                let mut text =
                    format!("fixed in {}; copy from before this run: {}", shown(file), shown(copy));
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
