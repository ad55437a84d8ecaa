//! What a failed write left.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What a failed write left of the file that it was to change. Nothing is said that was not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileState {
    /// It is byte for byte as before, or still not there; nothing was written to it.
    Unchanged,
    /// It had been overwritten in part, and has its old bytes back.
    Restored,
    /// It may hold parts of both, or could not be read again.
    Unknown {
        /// What was there before, where a copy could be kept.
        copy: Option<PathBuf>,
    },
}

impl FileState {
    /// Compares the file with what it held.
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
    fn nothing_is_said_that_was_not_compared() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, nothing) = (folder.path().join("file"), folder.path().join("nothing"));
        crate::write(&file, b"old", crate::Care::Users).map(drop).expect("written");
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
        // It cannot be read, which is not the same as being absent.
        check(folder.path(), None, false);
    }
}
