//! Copies that take back what was done to a config file, apart from those of every other file.

use crate::{Error, error::Reason};
use daypass_files::{Edit, copies, keep_copy, read};
use daypass_token_cache::CacheKey;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The backups that one kind of change keeps of one config file: the last twenty, each whole and owner-only. What a
/// backup holds is the program's affair: the file as it was, or that and what was done to it.
///
/// ```
/// use daypass_config_files::{Backups, ConfigEdit, ConfigFiles, ErrorKind};
/// use daypass_config_parse::{FileKind, SectionName};
///
/// # let home = tempfile::tempdir()?;
/// # let (path, folder) = (home.path().join("config"), home.path().join("backups"));
/// # std::fs::write(&path, "# mine\n")?;
/// let planned = ConfigFiles::read(Some(&path), None)?.config;
/// let backups = Backups::of(&path, &folder, "cleanup");
/// let dev = SectionName::profile("dev");
/// let edit = || {
///     ConfigEdit::new(&path, FileKind::Config)
///         .unless_moved(&planned)
///         .with_copy(&backups, "2026-11-25T203030Z", planned.as_bytes())
///         .apply(|file| file.set(&dev, "region", "eu-west-1"))
/// };
/// assert!(edit()?.is_written());
/// // The file is no longer what was planned for: nothing is written, and no backup is made.
/// assert_eq!(edit().map_err(|error| error.kind()), Err(ErrorKind::Moved));
///
/// let last = backups.last()?.expect("the one of the edit");
/// assert_eq!(last.bytes(), b"# mine\n");
/// last.remove();
/// assert!(backups.last()?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    file: PathBuf,
    folder: PathBuf,
    name: String,
}

/// One backup, read. It may hold secrets, as the file may.
#[derive(Clone, PartialEq, Eq)]
pub struct Backup {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Backups {
    /// The backups in this folder of changes of this kind, such as `populate`, to the file at this path. They
    /// are known by the path as it is written ([`CacheKey::for_edit`]).
    pub fn of(file: &Path, folder: &Path, kind: &str) -> Self {
        let name = format!("{kind}-{}", CacheKey::for_edit(file));
        Self { file: file.to_owned(), folder: folder.to_owned(), name }
    }

    /// Keeps one more. For the stamp see [`daypass_files::keep_copy`].
    ///
    /// # Errors
    /// Of kind [`Backup`](crate::ErrorKind::Backup).
    pub fn keep(&self, stamp: &str, bytes: &[u8]) -> Result<(), Error> {
        let kept = keep_copy(&self.folder, &self.name, stamp, bytes);
        kept.map(drop).map_err(|error| Error::new(&self.file, Reason::NotKept(error)))
    }

    /// Reads the latest. Once it is removed, the latest is the one before.
    ///
    /// # Errors
    /// Of kind [`Backup`](crate::ErrorKind::Backup).
    pub fn last(&self) -> Result<Option<Backup>, Error> {
        let Some(path) = copies(&self.folder, &self.name).into_iter().next() else { return Ok(None) };
        // A file and what was done to it.
        let bytes = read(&path, 4 * Edit::MAX_BYTES)
            .map_err(|error| Error::new(&self.file, Reason::BackupUnreadable(error)))?;
        Ok(bytes.map(|bytes| Backup { path, bytes }))
    }
}

impl Backup {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Removes it, once it has been used. One that cannot be removed stays the latest.
    pub fn remove(self) {
        drop(fs::remove_file(self.path));
    }
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backup").field("path", &self.path).finish_non_exhaustive()
    }
}
