//! Reads both config files, whole or in part.

use crate::HomeFiles;
use daypass_config_files::ConfigFiles;
use daypass_credentials::has_default_credentials;
use daypass_reports::Report;
use std::path::Path;

impl HomeFiles<'_> {
    /// Reads both config files; see [`ConfigFiles::read`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both();
        ConfigFiles::read(config, credentials).map_err(|error| self.failed(&error))
    }

    /// Reads the sections of one profile, or both files if that is not enough; see [`ConfigFiles::read_profile`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read_profile(&self, profile: &str) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both();
        ConfigFiles::read_profile(config, credentials, profile).map_or_else(|| self.read(), Ok)
    }

    /// Reads the sections of a session, or both files if that is not enough; see [`ConfigFiles::read_session`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read_session(&self, profile: Option<&str>, session: Option<&str>) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both();
        ConfigFiles::read_session(config, credentials, profile, session).map_or_else(|| self.read(), Ok)
    }

    /// Reads the headers of both files; see [`ConfigFiles::read_headers`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read_headers(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both();
        ConfigFiles::read_headers(config, credentials).map_err(|error| self.failed(&error))
    }

    /// Reads both config files in any encoding, for commands that do not need their values.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn read_in_any_encoding(&self) -> Result<ConfigFiles, Report> {
        let [config, credentials] = self.both();
        ConfigFiles::read_in_any_encoding(config, credentials).map_err(|error| self.failed(&error))
    }

    /// Returns whether the profile `default` has credentials: SDKs prefer them to a credentials endpoint.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn default_has_credentials(&self) -> Result<bool, Report> {
        Ok(has_default_credentials(&self.read_session(None, None)?.config()))
    }

    fn both(&self) -> [Option<&Path>; 2] {
        [self.paths.config.as_deref(), self.paths.credentials.as_deref()]
    }
}
