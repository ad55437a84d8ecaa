//! An edit of one file, under the lock that every editor takes.

use crate::{Backups, Error, error::Reason};
use daypass_config_parse::{Document, EditError, FileKind};
use daypass_files::{Edit, EditError as Failure, Edited};
use daypass_token_cache::CacheKey;
use std::{path::Path, time::Duration};

/// Where a backup is kept, its stamp, and what it holds.
type Kept<'a> = (&'a Backups, &'a str, &'a [u8]);

/// An edit of a config file or a credentials file as it is when the edit is made. The file need not exist.
///
/// ```
/// use daypass_config_files::ConfigEdit;
/// use daypass_config_parse::{FileKind, SectionName};
/// use std::time::Duration;
///
/// # let home = tempfile::tempdir()?;
/// # let (path, locks) = (home.path().join("config"), home.path().join("locks"));
/// let dev = SectionName::profile("dev");
/// let mut sleep = |time| std::thread::sleep(time);
/// let edit = ConfigEdit::new(&path, FileKind::Config).locked(&locks, Duration::from_secs(2), &mut sleep);
/// let edited = edit.apply(|file| file.set(&dev, "region", "eu-west-1"))?;
/// assert!(edited.is_written());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing happens before it is applied"]
pub struct ConfigEdit<'a> {
    path: &'a Path,
    kind: FileKind,
    file: Edit<'a>,
    planned: Option<&'a Document>,
    copy: Option<Kept<'a>>,
}

impl<'a> ConfigEdit<'a> {
    /// An edit of the file at this path. A credentials file is closed to others when it is written.
    pub fn new(path: &'a Path, kind: FileKind) -> Self {
        let file = Edit::new(path);
        let file = if kind == FileKind::Credentials { file.with_secrets() } else { file };
        Self { path, kind, file, planned: None, copy: None }
    }

    /// See [`Edit::rescue_in`].
    pub fn rescue_in(self, folder: &'a Path) -> Self {
        Self { file: self.file.rescue_in(folder), ..self }
    }

    /// Keeps other editors of the file out, as [`Edit::locked`] does, by a lock in this folder that is named after the
    /// file's path ([`CacheKey::for_edit`]).
    pub fn locked(self, folder: &Path, at_most: Duration, sleep: &mut dyn FnMut(Duration)) -> Self {
        Self { file: self.file.locked(folder, &CacheKey::for_edit(self.path), at_most, sleep), ..self }
    }

    /// Makes the edit only in a file that still is what it was when the edit was planned.
    pub fn unless_moved(self, planned: &'a Document) -> Self {
        Self { planned: Some(planned), ..self }
    }

    /// Keeps this backup first, of this stamp, where the edit changes anything.
    pub fn with_copy(self, backups: &'a Backups, stamp: &'a str, bytes: &'a [u8]) -> Self {
        Self { copy: Some((backups, stamp, bytes)), ..self }
    }

    /// Reads the file, makes the edit, and writes what comes of it, unless it is the same. `edit` may well be a method of
    /// [`Document`]; what it returns but for an error counts for nothing.
    ///
    /// # Errors
    /// Of each kind; the file is as it was but for [`Write`](crate::ErrorKind::Write), which says what is left.
    pub fn apply(self, edit: impl FnOnce(&mut Document) -> Result<bool, EditError>) -> Result<Edited, Error> {
        let change = changed(self.path, self.kind, self.planned, edit);
        let kept = |before: &[u8]| {
            let after = change(before)?;
            keep(self.copy.filter(|_| after != before))?;
            Ok(after)
        };
        let edited = self.file.apply(kept, |_| Ok(()));
        edited.map_err(|failure| failed(self.path, failure))
    }

    /// Removes the file: under the lock, and unless it moved. See [`Edit::remove`].
    ///
    /// # Errors
    /// Those of [`ConfigEdit::apply`].
    pub fn remove(self) -> Result<Edited, Error> {
        let change = changed(self.path, self.kind, self.planned, |file| {
            *file = Document::parse("");
            Ok(true)
        });
        let removed = self.file.remove(|before| {
            change(before)?;
            keep(self.copy.filter(|_| !before.is_empty()))
        });
        removed.map_err(|failure| failed(self.path, failure))
    }

    /// Does all that [`ConfigEdit::apply`] does before it touches anything.
    ///
    /// # Errors
    /// What an edit would be refused for: of each kind but [`Write`](crate::ErrorKind::Write).
    pub fn dry_run(&self, edit: impl FnOnce(&mut Document) -> Result<bool, EditError>) -> Result<(), Error> {
        let rehearsed = self.file.dry_run(changed(self.path, self.kind, self.planned, edit));
        rehearsed.map(drop).map_err(|failure| failed(self.path, failure))
    }
}

fn keep(copy: Option<Kept<'_>>) -> Result<(), Error> {
    copy.map_or(Ok(()), |(backups, stamp, bytes)| backups.keep(stamp, bytes))
}

/// An edit of a document as one of bytes.
fn changed(
    path: &Path,
    kind: FileKind,
    planned: Option<&Document>,
    edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
) -> impl FnOnce(&[u8]) -> Result<Vec<u8>, Error> {
    move |before| {
        if planned.is_some_and(|planned| planned.as_bytes() != before) {
            return Err(Error::new(path, Reason::Moved));
        }
        let mut document = match kind {
            FileKind::Credentials => Document::parse_credentials(before),
            _ => Document::parse(before),
        };
        edit(&mut document).map_err(|error| Error::new(path, Reason::Refused(error)))?;
        Ok(document.into_bytes())
    }
}

fn failed(path: &Path, failure: Failure<Error>) -> Error {
    match failure {
        Failure::Read(error) => Error::unreadable(path, error),
        Failure::Change(error) | Failure::Backup(error) => error,
        Failure::NotWritable(error) => Error::new(path, Reason::NotWritable(error)),
        Failure::Write(error) => Error::new(path, Reason::Write(error)),
    }
}
