//! Backups of a config file, by which a change can be undone; each file and each kind of change has its own.

use crate::{Error, error::Reason};
use daypass_files::{Edit, copies, keep_copy, read_own};
use daypass_token_cache::CacheKey;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The last twenty backups of one config file by one kind of change, each with mode 0600. The caller decides what a
/// backup holds: the old contents of the file, or these and what was changed.
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
///         .unless_changed(&planned)
///         .with_copy(&backups, "2026-11-25T203030Z", planned.as_bytes())
///         .apply(|file| file.set(&dev, "region", "eu-west-1"))
/// };
/// assert!(edit()?.is_written());
/// // The file has changed since the edit was planned: nothing is written, and no backup is made.
/// assert_eq!(edit().map_err(|error| error.kind()), Err(ErrorKind::Changed));
///
/// let last = backups.last()?.expect("the one of the edit");
/// assert_eq!((last.bytes(), last.stamp()), (&b"# mine\n"[..], "2026-11-25T203030Z"));
/// assert_eq!(backups.all()?, [last.clone()]);
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

/// One backup with its contents, which may hold secrets, as the file may; `Debug` shows only the path.
#[derive(Clone, PartialEq, Eq)]
pub struct Backup {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Backups {
    /// Names the backups in `folder` of changes of this kind, such as `populate`, to `file`. Their names are made from
    /// the text of the path ([`CacheKey::for_edit`]), so that two spellings of one path have separate backups.
    pub fn of(file: &Path, folder: &Path, kind: &str) -> Self {
        let name = format!("{kind}-{}", CacheKey::for_edit(file));
        Self { file: file.to_owned(), folder: folder.to_owned(), name }
    }

    /// Writes a backup. [`daypass_files::keep_copy`] describes the stamp, a time in UTC that sorts as text.
    ///
    /// # Errors
    /// [`ErrorKind::Backup`](crate::ErrorKind::Backup).
    pub fn keep(&self, stamp: &str, bytes: &[u8]) -> Result<(), Error> {
        let kept = keep_copy(&self.folder, &self.name, stamp, bytes);
        kept.map(drop).map_err(|error| Error::new(&self.file, Reason::NotKept(error)))
    }

    /// Reads the latest backup, if only this user and root can have written it; `None` if there is none. After [`Backup::remove`], the one before it is the latest.
    ///
    /// # Errors
    /// [`ErrorKind::Backup`](crate::ErrorKind::Backup).
    pub fn last(&self) -> Result<Option<Backup>, Error> {
        let last = copies(&self.folder, &self.name).into_iter().next();
        last.map_or(Ok(None), |path| self.read(path))
    }

    /// Reads all backups, the latest first.
    ///
    /// # Errors
    /// [`ErrorKind::Backup`](crate::ErrorKind::Backup).
    pub fn all(&self) -> Result<Vec<Backup>, Error> {
        let all = copies(&self.folder, &self.name).into_iter();
        all.filter_map(|path| self.read(path).transpose()).collect()
    }

    fn read(&self, path: PathBuf) -> Result<Option<Backup>, Error> {
        // A backup may hold the file twice and a description of the change.
        let bytes = read_own(&path, 4 * Edit::MAX_BYTES)
            .map_err(|error| Error::new(&self.file, Reason::BackupUnreadable(error)))?;
        Ok(bytes.map(|bytes| Backup { path, bytes }))
    }
}

impl Backup {
    /// Returns the path of the backup.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the stamp of the backup, which two backups of one run share.
    pub fn stamp(&self) -> &str {
        let name = self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.split_once('.').map_or("", |(_, stamp)| stamp)
    }

    /// Returns the contents of the backup.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Removes the backup, for use after it was restored. A backup that cannot be removed stays the latest.
    pub fn remove(self) {
        drop(fs::remove_file(self.path));
    }
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backup").field("path", &self.path).finish_non_exhaustive()
    }
}
