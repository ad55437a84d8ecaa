//! Edits of a user's file: read under a lock, changed, backed up, written whole.

use crate::{
    Error, Lock, NonRegular, Saved, WritePolicy, read,
    read::{MAX_BYTES, nonblocking},
    replace::{Expected, write_expecting},
};
use std::{
    error, fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// An edit of a file of the user's, such as `~/.aws/config`: it reads the file under a lock, changes its bytes, backs
/// it up and replaces it whole.
///
/// Every method blocks for as long as the disk takes, and [`Edit::locked`] for up to its time limit.
///
/// ```
/// use daypass_files::Edit;
/// # let home = tempfile::tempdir()?;
/// # let path = home.path().join("config");
/// let mut backups = Vec::new();
/// let edited = Edit::new(&path).apply(
///     |before| std::str::from_utf8(before).map(|text| format!("{text}[default]\n").into_bytes()),
///     |before| {
///         backups.push(before.to_owned());
///         Ok(())
///     },
/// )?;
/// assert!(edited.is_written() && backups.is_empty(), "there was no file to back up");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is read or written before `apply`, `dry_run` or `remove`"]
pub struct Edit<'a> {
    path: &'a Path,
    policy: WritePolicy,
    rescue: Option<&'a Path>,
    lock: Option<Lock>,
}

/// What an [`Edit`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an edit writes the file or finds nothing to change")]
#[must_use = "it may hold notices for the user"]
pub enum Edited {
    /// The file already holds what the change returns; nothing was written.
    Unchanged,
    /// The file was written.
    Written(Saved),
}

/// Why an [`Edit`] failed, by its step. `E` is the error of the caller's own functions.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "one for each step of an edit")]
pub enum EditError<E> {
    /// The file cannot be read; nothing was changed.
    Read(Error),
    /// The caller's change function returned an error; nothing was changed.
    Change(E),
    /// The user may not write the file; nothing was changed.
    NotWritable(Error),
    /// The caller's backup function returned an error; nothing was changed.
    Backup(E),
    /// The write failed; [`Error::state`] says what is left of the file.
    Write(Error),
}

impl<'a> Edit<'a> {
    /// The longest file that is read, in bytes: 64 MiB. The largest config files that were seen have a few MiB.
    pub const MAX_BYTES: u64 = MAX_BYTES;

    /// Prepares an edit of the file at this path, which need not exist. A symbolic link is followed and stays a link.
    pub fn new(path: &'a Path) -> Self {
        Self { path, policy: WritePolicy::UserFile, rescue: None, lock: None }
    }

    /// Takes the permissions of the group and of others away when the file is written, because it holds secrets;
    /// [`crate::Notice::ModeRepaired`] reports it.
    pub fn with_secrets(self) -> Self {
        Self { policy: WritePolicy::UserSecrets, ..self }
    }

    /// Keeps a copy of the old contents in this folder, mode 0700, while a file that cannot be replaced is overwritten
    /// in place. The copy is removed after the write, and stays if the old contents could not be restored.
    pub fn rescue_in(self, folder: &'a Path) -> Self {
        Self { rescue: Some(folder), ..self }
    }

    /// Takes the lock `name` in `folder` and holds it until the edit is done, so that other programs that take it wait.
    ///
    /// Waits for the lock by calling `sleep`, and goes on without it after `at_most`. The file stays whole without the
    /// lock, and a change by another program between reading and writing is found ([`crate::ErrorKind::Changed`]).
    pub fn locked(
        self,
        folder: &Path,
        name: &dyn fmt::Display,
        at_most: Duration,
        sleep: &mut dyn FnMut(Duration),
    ) -> Self {
        let lock = Lock::acquire(folder, name, "editing a config file", at_most, sleep);
        Self { lock: lock.ok(), ..self }
    }

    /// Reads the file, passes its bytes to `change` (empty if there is no file), and writes what `change` returns,
    /// unless the bytes are equal. Expected the write, `backup` gets the old contents, if there is a file.
    ///
    /// # Errors
    /// One [`EditError`] for each step; only after [`EditError::Write`] can the file differ from before.
    pub fn apply<E>(
        self,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
        backup: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<Edited, EditError<E>> {
        self.write(change, backup)
    }

    /// Empties the file as [`Edit::apply`] does, unless `check` returns an error for its contents, and then removes it
    /// under the lock. For a symbolic link the target is removed.
    ///
    /// A file that cannot be removed stays as an empty file. A file that another program has written to after it was
    /// emptied stays with what that program wrote.
    pub fn remove<E>(self, check: impl FnOnce(&[u8]) -> Result<(), E>) -> Result<Edited, EditError<E>> {
        let edited = self.write(|before| check(before).map(|()| Vec::new()), |_| Ok(()))?;
        let is_empty = |path: &PathBuf| fs::metadata(path).is_ok_and(|data| data.len() == 0);
        if let Some(path) = fs::canonicalize(self.path).ok().filter(is_empty) {
            drop(fs::remove_file(path));
        }
        Ok(edited)
    }

    fn write<E>(
        &self,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
        backup: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<Edited, EditError<E>> {
        let before = self.before()?;
        let Some(after) = self.changed(before.as_deref(), change)? else { return Ok(Edited::Unchanged) };
        if let Some(before) = &before {
            backup(before).map_err(EditError::Backup)?;
        }
        let before = Expected::Known(before.as_deref());
        let mut saved =
            write_expecting(self.path, &after, self.policy, self.rescue, before).map_err(EditError::Write)?;
        saved.notices.extend(self.lock.as_ref().and_then(Lock::notice).cloned());
        Ok(Edited::Written(saved))
    }

    /// Does what [`Edit::apply`] does before the backup, and returns the bytes that it would write; `None` if it would
    /// write nothing. An edit whose dry run succeeds can still fail, for example on a full disk.
    pub fn dry_run<E>(
        &self,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Option<Vec<u8>>, EditError<E>> {
        let before = self.before()?;
        self.changed(before.as_deref(), change)
    }

    fn before<E>(&self) -> Result<Option<Vec<u8>>, EditError<E>> {
        read(self.path, Self::MAX_BYTES).map_err(EditError::Read)
    }

    fn changed<E>(
        &self,
        before: Option<&[u8]>,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Option<Vec<u8>>, EditError<E>> {
        let after = change(before.unwrap_or_default()).map_err(EditError::Change)?;
        if after == before.unwrap_or_default() {
            return Ok(None);
        }
        match nonblocking(File::options().write(true)).open(self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let found = fs::metadata(self.path).ok().and_then(|data| NonRegular::of(data.file_type()));
                Err(EditError::NotWritable(match found {
                    Some(found) => Error::not_a_file("write", self.path, found),
                    None => Error::io("write", self.path, error),
                }))
            }
            _ => Ok(Some(after)),
        }
    }
}

impl Edited {
    /// Whether the file was written.
    pub fn is_written(&self) -> bool {
        matches!(self, Self::Written(_))
    }
}

impl<E: fmt::Display> fmt::Display for EditError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) | Self::NotWritable(error) | Self::Write(error) => error.fmt(f),
            Self::Change(error) | Self::Backup(error) => error.fmt(f),
        }
    }
}

impl<E: error::Error + 'static> error::Error for EditError<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Read(error) | Self::NotWritable(error) | Self::Write(error) => error.source(),
            Self::Change(error) | Self::Backup(error) => error.source(),
        }
    }
}
