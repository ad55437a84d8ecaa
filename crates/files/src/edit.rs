//! An edit of a user's file: read anew under a lock, changed, backed up, written whole.

use crate::{
    Care, Error, FileKind, Lock, Saved, read,
    read::{MOST, at_once},
    replace::{Before, write_from},
};
use std::{
    error, fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// An edit of a file that is the user's own: a config file.
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
#[must_use = "nothing happens before it is applied"]
pub struct Edit<'a> {
    path: &'a Path,
    care: Care,
    rescue: Option<&'a Path>,
    lock: Option<Lock>,
}

/// What an [`Edit`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "either something was to be written, or not")]
#[must_use = "it may hold notices for the user"]
pub enum Edited {
    /// The file is already as it is to be; nothing was written.
    Unchanged,
    /// The file was written.
    Written(Saved),
}

/// Why an [`Edit`] did not happen. `E` is the caller's own error.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "one for each step of an edit")]
pub enum EditError<E> {
    /// The file cannot be read; nothing was changed.
    Read(Error),
    /// The change was refused by the one who was to make it; nothing was changed.
    Change(E),
    /// The file may not be written; nothing was changed.
    NotWritable(Error),
    /// The backup could not be made; nothing was changed.
    Backup(E),
    /// The file could not be written; [`Error::state`] says what is left of it.
    Write(Error),
}

impl<'a> Edit<'a> {
    /// A config file beyond this length is an error: 64 MiB. The largest that were seen have some.
    pub const MOST: u64 = MOST;

    /// An edit of the file at this path, which need not exist. Symbolic links are followed and stay.
    pub fn new(path: &'a Path) -> Self {
        Self { path, care: Care::Users, rescue: None, lock: None }
    }

    /// The file is to hold secrets: it is closed to others when it is written, which [`crate::Notice::ModeRepaired`]
    /// says.
    pub fn with_secrets(self) -> Self {
        Self { care: Care::UsersSecrets, ..self }
    }

    /// Should the file have to be written in place, a copy of what was there lies in this owner-only folder until that
    /// is done; it stays if it could not be put back.
    pub fn rescue_in(self, folder: &'a Path) -> Self {
        Self { rescue: Some(folder), ..self }
    }

    /// Keeps other editors out that take the lock of this name in this folder, for as long as the edit takes. Waits for
    /// it by calling `sleep`, and goes on without it after `at_most`: the file stays whole without it, too, and what
    /// another program writes between reading and writing is found ([`crate::ErrorKind::Changed`]).
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

    /// Reads the file, gives its bytes to `change` (none, if there is no file), and writes what that returns, unless it
    /// is the same. Before the file is touched, `backup` gets what it holds, if there is a file.
    pub fn apply<E>(
        self,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
        backup: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<Edited, EditError<E>> {
        self.write(change, backup)
    }

    /// Empties the file, as [`Edit::apply`] would, unless `check` objects to what it holds, and removes it while other
    /// editors are kept out. One that cannot be removed stays, and is empty; so does one that another program has
    /// written to meanwhile, with what that wrote. Of a symbolic link the target is removed.
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
        let before = Before::Known(before.as_deref());
        let mut saved =
            write_from(self.path, &after, self.care, self.rescue, before).map_err(EditError::Write)?;
        saved.notices.extend(self.lock.as_ref().and_then(Lock::notice).cloned());
        Ok(Edited::Written(saved))
    }

    /// Does all that [`Edit::apply`] does before it touches anything, and gives what would be written; `None` if nothing
    /// would be. Whatever it does not object to can still fail: on a full disk, for example.
    pub fn rehearse<E>(
        &self,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<Option<Vec<u8>>, EditError<E>> {
        let before = self.before()?;
        self.changed(before.as_deref(), change)
    }

    fn before<E>(&self) -> Result<Option<Vec<u8>>, EditError<E>> {
        read(self.path, Self::MOST).map_err(EditError::Read)
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
        match at_once(File::options().write(true)).open(self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let found = fs::metadata(self.path).ok().and_then(|data| FileKind::of(data.file_type()));
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
