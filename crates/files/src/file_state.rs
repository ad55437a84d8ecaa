//! What a failed write left of a user's file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What a failed write left of a user's file, found by reading the file again and comparing it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileState {
    /// The file is byte for byte as before, or still does not exist.
    Unchanged,
    /// The file was overwritten in part, and its old bytes were restored.
    Restored,
    /// The file may hold parts of the old and the new contents, or could not be read again.
    Unknown {
        /// The path of a copy of the old contents, if one was made.
        copy: Option<PathBuf>,
    },
}

impl FileState {
    /// Compares the file with its old contents; `old` is `None` if it did not exist.
    pub(crate) fn of(path: &Path, old: Option<&[u8]>, copy: Option<PathBuf>) -> Self {
        match (fs::read(path), old) {
            (Ok(now), Some(old)) if now == old => Self::Unchanged,
            (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Self::Unchanged,
            _ => Self::Unknown { copy },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_is_said_only_of_a_file_that_was_compared() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, nothing) = (folder.path().join("file"), folder.path().join("nothing"));
        crate::write(&file, b"old", crate::WritePolicy::UserFile).map(drop).expect("written");
        let copy = || Some(PathBuf::from("copy"));
        let check = |path: &Path, old: Option<&[u8]>, is_unchanged: bool| {
            let state = if is_unchanged { FileState::Unchanged } else { FileState::Unknown { copy: copy() } };
            assert_eq!(FileState::of(path, old, copy()), state, "{path:?} {old:?}");
        };
        check(&file, Some(b"old"), true);
        check(&file, Some(b"other"), false);
        check(&file, None, false);
        check(&nothing, None, true);
        check(&nothing, Some(b"old"), false);
        // A folder cannot be read, which does not mean that it is absent.
        check(folder.path(), None, false);
    }
}
