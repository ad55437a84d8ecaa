//! The backups of populate: one for each run, in the state folder, the latest of each config file.

use crate::host;
use daypass_files::{Edit, Error, copies, keep_copy, read};
use daypass_populate::Backup;
use daypass_token_cache::{CacheKey, time};
use std::{
    io,
    path::{Path, PathBuf},
};

/// The backups of one config file.
pub(super) struct Backups {
    folder: PathBuf,
    name: String,
}

impl Backups {
    /// In this state folder.
    pub(super) fn of(state: &Path, config: &Path) -> Self {
        let key = CacheKey::for_edit(config);
        Self { folder: state.join("backups"), name: format!("populate-{key}") }
    }

    /// Keeps one more, beside those that are kept, and prunes by count.
    pub(super) fn keep(&self, backup: &Backup) -> io::Result<()> {
        let stamp = time::format(host::now()).replace(':', "");
        keep_copy(&self.folder, &self.name, &stamp, &backup.to_bytes()).map(drop)
    }

    /// The latest one, where there is any, and its bytes.
    pub(super) fn last(&self) -> Result<Option<(PathBuf, Vec<u8>)>, Error> {
        let Some(place) = copies(&self.folder, &self.name).into_iter().next() else { return Ok(None) };
        // A file and what was done to it.
        Ok(read(&place, 4 * Edit::MOST)?.map(|bytes| (place, bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_has_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let backups = Backups::of(folder.path(), Path::new("/home/me/.aws/config"));
        let other = Backups::of(folder.path(), Path::new("/elsewhere/config"));
        assert!(backups.last().expect("a folder").is_none());
        other.keep(&Backup::new(Some(b"other".to_vec()), Vec::new())).expect("kept");
        for run in 0..5 {
            backups.keep(&Backup::new(Some(run.to_string().into()), Vec::new())).expect("kept");
        }
        for run in (0..5).rev() {
            let (place, bytes) = backups.last().expect("a folder").expect("a backup");
            let backup = Backup::from_bytes(&bytes).expect("what was kept");
            assert_eq!(backup.before, Some(run.to_string().into()));
            std::fs::remove_file(place).expect("it was there");
        }
        assert!(backups.last().expect("a folder").is_none());
        assert!(other.last().expect("a folder").is_some());
    }
}
