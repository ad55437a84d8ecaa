//! The change of a start file or a script, planned and shown.

use std::path::{Path, PathBuf};

/// The change of a file that was planned on its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileChange {
    /// The file. A link is followed, and stays.
    pub path: PathBuf,
    /// What is in it; `None` if it does not exist.
    pub before: Option<Vec<u8>>,
    /// What is to be in it; `None` if it is to be removed.
    pub after: Option<Vec<u8>>,
    /// The lines of daypass that are added or removed; none for a file that is daypass's as a whole.
    pub lines: Vec<String>,
}

impl FileChange {
    /// Shows the change as lines that begin with `+`, `-` or `~`, with a path as `pretty` writes it.
    pub fn shown(&self, pretty: &dyn Fn(&Path) -> String) -> Vec<String> {
        let sign = match (&self.before, &self.after) {
            (_, None) => '-',
            (None, Some(_)) => '+',
            _ if self.lines.is_empty() => '~',
            (Some(before), Some(after)) if before.len() < after.len() => '+',
            _ => '-',
        };
        let path = pretty(&self.path);
        if self.lines.is_empty() {
            return vec![format!(" {sign} {path}")];
        }
        self.lines.iter().map(|line| format!(" {sign} {path}: {line}")).collect()
    }
}
