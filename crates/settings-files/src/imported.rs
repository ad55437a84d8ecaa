//! The file of imported settings: kept, and put back as it was before.

use crate::read::{MOST_BYTES, SettingsFiles};
use daypass_files::{WritePolicy, write};
use std::{fs, io, path::PathBuf};

impl SettingsFiles<'_> {
    /// Returns the text of the imported settings; `None` without any, or if others can write the file.
    pub fn imported_text(&self) -> Option<String> {
        let bytes = daypass_files::read_own(&self.imported_path(), MOST_BYTES).ok()??;
        String::from_utf8(bytes).ok()
    }

    /// Returns the path of the file of imported settings for display, with `~`.
    pub fn imported_file(&self) -> String {
        self.paths.pretty(&self.imported_path())
    }

    /// Keeps a text as the imported settings, and what it replaces beside it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn keep_import(&self, text: &str) -> io::Result<()> {
        let before = self.imported_text().unwrap_or_default();
        for (path, text) in [(self.previous(), before.as_str()), (self.imported_path(), text)] {
            drop(write(&path, text.as_bytes(), WritePolicy::UserFile).map_err(io::Error::other)?);
        }
        Ok(())
    }

    /// Puts back what was imported before the last import; `false` if there is no import to undo, as after an undo.
    ///
    /// # Errors
    /// A file cannot be changed.
    pub fn undo_import(&self) -> io::Result<bool> {
        let before = daypass_files::read_own(&self.previous(), MOST_BYTES).ok().flatten();
        let Some(before) = before else { return Ok(false) };
        if before.is_empty() {
            fs::remove_file(self.imported_path())?;
            fs::remove_file(self.previous())?;
        } else {
            fs::rename(self.previous(), self.imported_path())?;
        }
        Ok(true)
    }

    pub(crate) fn imported_path(&self) -> PathBuf {
        self.paths.imported_settings(self.environment)
    }

    /// The file with what was imported before.
    fn previous(&self) -> PathBuf {
        self.imported_path().with_file_name("imported.toml.previous")
    }
}
