//! Changing the config file: read anew, edited, written whole, by one daypass at a time.

use crate::{context::Context, exit::Exit, host, report::Report};
use daypass_config_parse::{Document, EditError};
use daypass_token_cache::{
    CacheKey, Lock,
    atomic::{self, Care},
};
use std::{fs, io, path::Path, time::Duration};

/// How long to wait for another daypass that edits the same file; an edit takes a millisecond.
const PATIENCE: Duration = Duration::from_secs(2);

impl Context {
    /// Applies an edit to the config file as it is now. Nothing is written where nothing changes.
    pub(crate) fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.config.as_deref().ok_or_else(|| {
            Report::new(Exit::Configuration, "AWS_CONFIG_FILE is empty, so there is no config file to write")
        })?;
        self.edit_file(path, Document::parse, edit)
    }

    /// The same for the credentials file.
    pub(crate) fn edit_credentials(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.credentials.as_deref().ok_or_else(|| {
            let message = "AWS_SHARED_CREDENTIALS_FILE is empty, so there is no credentials file to write";
            Report::new(Exit::Configuration, message)
        })?;
        self.edit_file(path, Document::parse_credentials, edit)
    }

    fn edit_file(
        &self,
        path: &Path,
        parse: fn(Vec<u8>) -> Document,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let shown = self.paths.pretty(path);
        let _lock = self.config_lock(path);
        let before = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                return Err(Report::new(Exit::Configuration, format!("{shown} cannot be read")).cause(&error));
            }
        };
        let mut document = parse(before.clone());
        edit(&mut document).map_err(|error| {
            Report::new(Exit::Configuration, format!("{shown} cannot be changed like this")).cause(&error)
        })?;
        if document.as_bytes() == before {
            return Ok(());
        }
        let saved = atomic::write(path, document.as_bytes(), Care::Config).map_err(|error| {
            Report::new(Exit::Failed, format!("{shown} could not be written; it is as it was")).cause(&error)
        })?;
        saved.notices.iter().for_each(|notice| self.ui.log(1, &notice.to_string()));
        Ok(())
    }

    /// Without the lock too an edit goes on: it reads just before it writes, and the file stays whole.
    pub(crate) fn config_lock(&self, path: &Path) -> Option<Lock> {
        let key = CacheKey::for_session(&format!("config {}", path.display()));
        Lock::acquire(&self.paths.locks(), &key, "editing the config file", PATIENCE, &mut |time| {
            host::pause(time);
        })
        .ok()
    }
}
