//! The backups of populate: one for each run, in the state folder, the latest [`MOST`] of each config file.

use daypass_files::{Care, Edit, Error, read, write};
use daypass_populate::Backup;
use daypass_token_cache::CacheKey;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How many are kept of one config file; the oldest go first.
const MOST: usize = 10;

/// The backups of one config file.
pub(super) struct Backups {
    folder: PathBuf,
    prefix: String,
}

impl Backups {
    /// In this state folder.
    pub(super) fn of(state: &Path, config: &Path) -> Self {
        let key = CacheKey::for_session(&format!("config {}", config.display()));
        Self { folder: state.join("backups"), prefix: format!("populate-{key}") }
    }

    /// Keeps one more, beside those that are kept, and prunes by count.
    pub(super) fn keep(&self, backup: &Backup) -> Result<(), Error> {
        let mut kept = self.all();
        let next = kept.last().map_or(1, |(number, _)| number + 1);
        let place = self.folder.join(format!("{}.{next:04}", self.prefix));
        write(&place, &backup.to_bytes(), Care::Private).map(drop)?;
        kept.push((next, place));
        for (_, old) in kept.iter().take(kept.len().saturating_sub(MOST)) {
            drop(fs::remove_file(old));
        }
        Ok(())
    }

    /// The latest one, where there is any, and its bytes.
    pub(super) fn last(&self) -> Result<Option<(PathBuf, Vec<u8>)>, Error> {
        // A file and what was done to it.
        let most = 4 * Edit::MOST;
        match self.all().pop() {
            Some((_, place)) => Ok(read(&place, most)?.map(|bytes| (place, bytes))),
            None => Ok(None),
        }
    }

    /// By age, the oldest first. A name without a number is from before there were several.
    fn all(&self) -> Vec<(u32, PathBuf)> {
        let number = |name: &str| match name.strip_prefix(self.prefix.as_str())? {
            "" => Some(0),
            rest => rest.strip_prefix('.')?.parse().ok(),
        };
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut all: Vec<_> =
            entries.filter_map(|entry| Some((number(entry.file_name().to_str()?)?, entry.path()))).collect();
        all.sort();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_has_its_own_and_the_oldest_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let backups = Backups::of(folder.path(), Path::new("/home/me/.aws/config"));
        let other = Backups::of(folder.path(), Path::new("/elsewhere/config"));
        assert!(backups.last().expect("a folder").is_none());
        other.keep(&Backup::new(Some(b"other".to_vec()), Vec::new())).expect("kept");
        for run in 0..MOST + 3 {
            backups.keep(&Backup::new(Some(run.to_string().into()), Vec::new())).expect("kept");
        }
        assert_eq!(backups.all().len(), MOST);
        for run in (3..MOST + 3).rev() {
            let (place, bytes) = backups.last().expect("a folder").expect("a backup");
            let backup = Backup::from_bytes(&bytes).expect("what was kept");
            assert_eq!(backup.before, Some(run.to_string().into()));
            fs::remove_file(place).expect("it was there");
        }
        assert!(backups.last().expect("a folder").is_none());
        assert!(other.last().expect("a folder").is_some());
    }
}
