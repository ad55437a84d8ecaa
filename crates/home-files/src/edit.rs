//! Edits a file under its lock, and reports what fails.

use daypass_command_lines::OwnLine;
use daypass_config_files::{Backups, ConfigEdit, Error, ErrorKind};
use daypass_config_parse::{Batch, Document, EditError, FileKind, SectionName};
use daypass_environment::Paths;
use daypass_files::{Edited, Notice};
use daypass_reports::{Exit, Report};
use daypass_terminal::Terminal;
use daypass_token_cache::CONFIG_EDIT_LOCK_WAIT;
use std::{fmt, path::Path, time::Duration};

/// Whether a config file may be changed so: the file before and after.
pub type Judge<'a> = Box<dyn Fn(&Document, &Document) -> Result<(), Report> + 'a>;

/// The config, credentials and settings files of a home.
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct HomeFiles<'a> {
    /// Where the files, their locks and backups are.
    pub paths: &'a Paths,
    /// Where a person is asked and told.
    pub terminal: &'a Terminal,
    /// The command line of the program, for what fixes a failure.
    pub line: &'a OwnLine,
    /// Blocks the thread for this time.
    pub pause: fn(Duration),
    /// Refuses an edit of a config file, by the file before and after it.
    pub judge: Judge<'a>,
    /// Called after each file that was written.
    pub changed: Box<dyn Fn() + 'a>,
}

impl fmt::Debug for HomeFiles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HomeFiles").field("paths", self.paths).finish_non_exhaustive()
    }
}

impl<'a> HomeFiles<'a> {
    /// Returns the path of the config file.
    ///
    /// # Errors
    /// AWS_CONFIG_FILE is empty.
    pub fn config_path(&self) -> Result<&'a Path, Report> {
        self.paths.config.as_deref().ok_or_else(|| {
            Report::new(Exit::Configuration, "AWS_CONFIG_FILE is empty, so there is no config file to write")
        })
    }

    /// Applies an edit to the config file; a file without a change is not written.
    ///
    /// # Errors
    /// The file cannot be read, edited or written, or the edit is refused.
    pub fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let mut refused = Ok(());
        let edit = |document: &mut Document| {
            let before = document.clone();
            let is_changed = edit(document)?;
            refused = (self.judge)(&before, document);
            if refused.is_err() {
                *document = before;
            }
            Ok(is_changed && refused.is_ok())
        };
        self.edit(self.config_path()?, FileKind::Config, |file| file.apply(edit))?;
        refused
    }

    /// Applies an edit to the credentials file, which only its owner may read.
    ///
    /// # Errors
    /// The file cannot be read, edited or written.
    pub fn edit_credentials(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.credentials.as_deref().ok_or_else(|| {
            let message = "AWS_SHARED_CREDENTIALS_FILE is empty, so there is no credentials file to write";
            Report::new(Exit::Configuration, message)
        })?;
        self.edit(path, FileKind::Credentials, |file| file.apply(edit))
    }

    /// Tries an edit of this section without writing it, so that a refusal comes before the first question or call.
    ///
    /// # Errors
    /// The edit would fail.
    pub fn rehearse(&self, section: &SectionName) -> Result<(), Report> {
        let trial = Batch::new().set(section, "region", "rehearsed");
        let rehearsed = ConfigEdit::new(self.config_path()?, FileKind::Config).dry_run(|document| {
            // A person who is asked wants a change. Without a person, the file may hold all values already; then it need
            // not be writable.
            let mut scratch = document.clone();
            let document = if self.terminal.prompts() { document } else { &mut scratch };
            document.apply_to_existing(&trial)
        });
        rehearsed.map_err(|error| self.failed(&error))
    }

    /// Writes the planned config file, or another file whose bytes a document holds; or removes it if `after` is `None`. The
    /// backup has its stamp and bytes.
    ///
    /// # Errors
    /// Another program has changed the file since it was `planned`, the edit is refused, or it cannot be written.
    pub fn write_planned(
        &self,
        path: &Path,
        planned: &Document,
        after: Option<Document>,
        backup: Option<(&Backups, &str, &[u8])>,
    ) -> Result<(), Report> {
        if let Some(after) = &after {
            (self.judge)(planned, after)?;
        }
        self.edit(path, FileKind::Config, |file| {
            let file = file.unless_changed(planned);
            let file = match backup {
                Some((backups, stamp, bytes)) => file.with_copy(backups, stamp, bytes),
                None => file,
            };
            match after {
                Some(after) => file.apply(|document| {
                    *document = after;
                    Ok(true)
                }),
                None => file.remove(),
            }
        })
    }

    /// Returns the backups of this file that a command makes.
    pub fn backups(&self, path: &Path, command: &str) -> Backups {
        Backups::of(path, &self.paths.state.join("backups"), command)
    }

    /// Reports a file that cannot be read or edited.
    pub fn failed(&self, error: &Error) -> Report {
        let report = Report::of_config_files(error, |path| self.paths.pretty(path));
        match error.kind() {
            // Run again, the command plans with the changed file.
            ErrorKind::Changed => report.try_command((self.line.typed)()),
            _ => report,
        }
    }

    fn edit(
        &self,
        path: &Path,
        kind: FileKind,
        edit: impl FnOnce(ConfigEdit<'_>) -> Result<Edited, Error>,
    ) -> Result<(), Report> {
        let rescue = self.paths.state.join("rescue");
        let file = ConfigEdit::new(path, kind).rescue_in(&rescue).locked(
            &self.paths.locks(),
            CONFIG_EDIT_LOCK_WAIT,
            &mut |time| (self.pause)(time),
        );
        let edited = edit(file).map_err(|error| self.failed(&error))?;
        let Edited::Written(saved) = edited else { return Ok(()) };
        for notice in &saved.notices {
            let text = self.paths.pretty_text(&notice.to_string());
            match notice {
                Notice::ModeRepaired { .. } => self.terminal.warn(text),
                _ => self.terminal.log(1, text),
            }
        }
        (self.changed)();
        Ok(())
    }
}
