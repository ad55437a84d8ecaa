//! Reads and edits the config and the credentials file, and reports what fails.

use crate::{command_line, context::Context, exit::Exit, machine, report::Report};
use daypass_config_files::{Backups, ConfigEdit, ConfigFiles, Error, ErrorKind};
use daypass_config_parse::{Batch, Document, EditError, FileKind, SectionName};
use daypass_credentials::has_default_credentials;
use daypass_files::{Edited, Notice};
use daypass_token_cache::CONFIG_EDIT_LOCK_WAIT;
use std::path::Path;

impl Context {
    /// Reads both config files; see [`ConfigFiles::read`].
    pub(crate) fn files(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both_files();
        ConfigFiles::read(config, credentials).map_err(|error| self.config_files_failed(&error))
    }

    /// Reads the sections of one profile, or both files if that is not enough; see [`ConfigFiles::read_profile`].
    pub(crate) fn files_of(&self, profile: &str) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both_files();
        ConfigFiles::read_profile(config, credentials, profile).map_or_else(|| self.files(), Ok)
    }

    /// Reads the sections of a session, or both files if that is not enough; see [`ConfigFiles::read_session`].
    pub(crate) fn files_of_session(
        &self,
        profile: Option<&str>,
        session: Option<&str>,
    ) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both_files();
        ConfigFiles::read_session(config, credentials, profile, session).map_or_else(|| self.files(), Ok)
    }

    /// Reads the headers of both files; see [`ConfigFiles::read_headers`].
    pub(crate) fn headers(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both_files();
        ConfigFiles::read_headers(config, credentials).map_err(|error| self.config_files_failed(&error))
    }

    fn both_files(&self) -> [Option<&Path>; 2] {
        [self.paths.config.as_deref(), self.paths.credentials.as_deref()]
    }

    /// Whether the profile `default` has credentials: SDKs prefer them to a credentials endpoint.
    pub(crate) fn default_has_credentials(&self) -> Result<bool, Report> {
        Ok(has_default_credentials(&self.files_of_session(None, None)?.config()))
    }

    /// Reads both config files in any encoding, for commands that do not need their values.
    pub(crate) fn files_in_any_encoding(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both_files();
        ConfigFiles::read_in_any_encoding(config, credentials)
            .map_err(|error| self.config_files_failed(&error))
    }

    /// Applies an edit to the config file; a file without a change is not written.
    pub(crate) fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let mut refused = Ok(());
        let edit = |document: &mut Document| {
            let before = document.clone();
            let is_changed = edit(document)?;
            refused = self.refuse_new_regions(&before, document);
            if refused.is_err() {
                *document = before;
            }
            Ok(is_changed && refused.is_ok())
        };
        self.edit(self.config_file()?, FileKind::Config, |file| file.apply(edit))?;
        refused
    }

    /// Writes the planned config file, or another file whose bytes a document holds; or removes it if `after` is `None`.
    /// Fails if another program has changed the file since it was `planned`.
    pub(crate) fn write_planned(
        &self,
        path: &Path,
        planned: &Document,
        after: Option<Document>,
        backup: Option<(&Backups, &str, &[u8])>,
    ) -> Result<(), Report> {
        if let Some(after) = &after {
            self.refuse_new_regions(planned, after)?;
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

    /// The backups of this file that this command makes.
    pub(crate) fn backups(&self, path: &Path, command: &str) -> Backups {
        Backups::of(path, &self.paths.state.join("backups"), command)
    }

    /// Tries an edit of this section without writing it, so that a refusal comes before the first question or call.
    pub(crate) fn rehearse_config(&self, section: &SectionName) -> Result<(), Report> {
        let trial = Batch::new().set(section, "region", "rehearsed");
        let rehearsed = ConfigEdit::new(self.config_file()?, FileKind::Config).dry_run(|document| {
            // A person who is asked wants a change. Without a person, the file may hold all values already; then it need
            // not be writable.
            let mut scratch = document.clone();
            let document = if self.ui.prompts() { document } else { &mut scratch };
            document.apply_to_existing(&trial)
        });
        rehearsed.map_err(|error| self.config_files_failed(&error))
    }

    /// Applies an edit to the credentials file, which only its owner may read.
    pub(crate) fn edit_credentials(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.credentials.as_deref().ok_or_else(|| {
            let message = "AWS_SHARED_CREDENTIALS_FILE is empty, so there is no credentials file to write";
            Report::new(Exit::Configuration, message)
        })?;
        self.edit(path, FileKind::Credentials, |file| file.apply(edit))
    }

    pub(crate) fn config_file(&self) -> Result<&Path, Report> {
        self.paths.config.as_deref().ok_or_else(|| {
            Report::new(Exit::Configuration, "AWS_CONFIG_FILE is empty, so there is no config file to write")
        })
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
            &mut |time| machine::pause(time),
        );
        let edited = edit(file).map_err(|error| self.config_files_failed(&error))?;
        let Edited::Written(saved) = edited else { return Ok(()) };
        for notice in &saved.notices {
            let text = self.paths.pretty_text(&notice.to_string());
            match notice {
                Notice::ModeRepaired { .. } => self.ui.warn(text),
                _ => self.ui.log(1, text),
            }
        }
        self.changes.note("a config file was written".to_owned());
        Ok(())
    }

    pub(crate) fn config_files_failed(&self, error: &Error) -> Report {
        let report = Report::of_config_files(error, |path| self.paths.pretty(path));
        match error.kind() {
            // Run again, the command plans with the changed file.
            ErrorKind::Changed => report.try_command(command_line::typed()),
            _ => report,
        }
    }
}
