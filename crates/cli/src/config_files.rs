//! The files of this home, for every command.

use crate::{command_line::OURS, context::Context, machine, report::Report};
use daypass_config_files::ConfigFiles;
use daypass_config_parse::{Document, EditError};
use daypass_home_files::HomeFiles;
use std::path::Path;

impl Context {
    /// The config, credentials and settings files of this home.
    pub(crate) fn home(&self) -> HomeFiles<'_> {
        HomeFiles {
            paths: &self.paths,
            terminal: &self.ui,
            line: &OURS,
            pause: machine::pause,
            judge: Box::new(|before, after| self.refuse_new_regions(before, after)),
            changed: Box::new(|| self.changes.note("a config file was written".to_owned())),
        }
    }

    /// Reads both config files.
    pub(crate) fn files(&self) -> Result<ConfigFiles, Report> {
        self.home().read()
    }

    /// Reads the sections of one profile, or both files if that is not enough.
    pub(crate) fn files_of(&self, profile: &str) -> Result<ConfigFiles, Report> {
        self.home().read_profile(profile)
    }

    /// Reads the sections of a session, or both files if that is not enough.
    pub(crate) fn files_of_session(
        &self,
        profile: Option<&str>,
        session: Option<&str>,
    ) -> Result<ConfigFiles, Report> {
        self.home().read_session(profile, session)
    }

    /// Applies an edit to the config file; a file without a change is not written.
    pub(crate) fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        self.home().edit_config(edit)
    }

    /// The path of the config file.
    pub(crate) fn config_file(&self) -> Result<&Path, Report> {
        self.home().config_path()
    }
}
