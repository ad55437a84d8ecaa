//! Edits one config or credentials file under the lock that every edit of daypass takes.

use crate::{Backups, Error, error::Reason};
use daypass_config_parse::{Document, EditError, FileKind};
use daypass_files::{Edit, EditError as Failure, Edited};
use daypass_token_cache::CacheKey;
use std::{path::Path, time::Duration};

/// A backup to write: its place, its stamp and its contents.
type NewBackup<'a> = (&'a Backups, &'a str, &'a [u8]);

/// An edit of a config or credentials file, made on its contents at that moment. The file need not exist.
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
#[must_use = "nothing is read or written before `apply`, `dry_run` or `remove`"]
pub struct ConfigEdit<'a> {
    path: &'a Path,
    kind: FileKind,
    file: Edit<'a>,
    planned: Option<&'a Document>,
    copy: Option<NewBackup<'a>>,
}

impl<'a> ConfigEdit<'a> {
    /// Prepares an edit of the file at this path. A credentials file is closed to others when it is written.
    pub fn new(path: &'a Path, kind: FileKind) -> Self {
        let file = Edit::new(path);
        let file = if kind == FileKind::Credentials { file.with_secrets() } else { file };
        Self { path, kind, file, planned: None, copy: None }
    }

    /// Keeps a copy in `folder` while the file is overwritten in place; see [`Edit::rescue_in`].
    pub fn rescue_in(self, folder: &'a Path) -> Self {
        Self { file: self.file.rescue_in(folder), ..self }
    }

    /// Takes a lock in `folder` that is named after the file's path ([`CacheKey::for_edit`]), and waits for it up to
    /// `at_most`, as [`Edit::locked`] does.
    pub fn locked(self, folder: &Path, at_most: Duration, sleep: &mut dyn FnMut(Duration)) -> Self {
        Self { file: self.file.locked(folder, &CacheKey::for_edit(self.path), at_most, sleep), ..self }
    }

    /// Makes the edit only if the file still holds exactly the bytes of this document, on which the edit was planned;
    /// otherwise it fails with [`ErrorKind::Changed`](crate::ErrorKind::Changed).
    pub fn unless_changed(self, planned: &'a Document) -> Self {
        Self { planned: Some(planned), ..self }
    }

    /// Writes this backup before the file, if the edit changes anything.
    pub fn with_copy(self, backups: &'a Backups, stamp: &'a str, bytes: &'a [u8]) -> Self {
        Self { copy: Some((backups, stamp, bytes)), ..self }
    }

    /// Reads the file, calls `edit` with the document, and writes the result, unless the bytes are equal. The `bool` of
    /// `edit` is ignored, so that a method of [`Document`] can be passed.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). Only after [`Write`](crate::ErrorKind::Write), which says what is left, can
    /// the file differ from before.
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

    /// Removes the file under the lock, unless it has changed since the edit was planned. See [`Edit::remove`].
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

    /// Does what [`ConfigEdit::apply`] does before the first write, to show whether the edit would be refused.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind) except [`Write`](crate::ErrorKind::Write).
    pub fn dry_run(&self, edit: impl FnOnce(&mut Document) -> Result<bool, EditError>) -> Result<(), Error> {
        let done = self.file.dry_run(changed(self.path, self.kind, self.planned, edit));
        done.map(drop).map_err(|failure| failed(self.path, failure))
    }
}

fn keep(copy: Option<NewBackup<'_>>) -> Result<(), Error> {
    copy.map_or(Ok(()), |(backups, stamp, bytes)| backups.keep(stamp, bytes))
}

/// Turns an edit of a document into an edit of bytes.
fn changed(
    path: &Path,
    kind: FileKind,
    planned: Option<&Document>,
    edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
) -> impl FnOnce(&[u8]) -> Result<Vec<u8>, Error> {
    move |before| {
        if planned.is_some_and(|planned| planned.as_bytes() != before) {
            return Err(Error::new(path, Reason::Changed));
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
