//! A person's settings file: where it is, and what is said of one that cannot be used. The hot path never reads it.

use crate::{context::Context, exit::Exit, report::Report};
use daypass_credentials::Trust;
use daypass_settings::{SettingProblem, UserSettings};
use std::{ops::Deref, sync::Arc};

/// What is longer is no settings file, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The file's settings.
#[derive(Debug)]
pub(crate) struct Preferences {
    /// The file as a person writes it.
    pub(crate) file: String,
    /// Whether there is one.
    pub(crate) exists: bool,
    settings: UserSettings,
}

impl Deref for Preferences {
    type Target = UserSettings;
    fn deref(&self) -> &UserSettings {
        &self.settings
    }
}

/// Why the file cannot be used.
enum Unusable {
    Unreadable(Box<dyn std::error::Error>),
    Mistaken(Vec<SettingProblem>),
}

impl Context {
    /// The settings. A file that holds a mistake is a failure.
    pub(crate) fn preferences(&self) -> Result<Preferences, Report> {
        let file = self.paths.pretty(&self.paths.settings_file(&self.env));
        match self.settings_read() {
            Ok(settings) => {
                Ok(Preferences { file, exists: settings.is_some(), settings: settings.unwrap_or_default() })
            }
            Err(Unusable::Unreadable(error)) => {
                let message = format!("the settings in {file} cannot be read");
                Err(Report::new(Exit::Configuration, message).cause(error.as_ref()))
            }
            Err(Unusable::Mistaken(problems)) => {
                let mut lines = problems.iter();
                let first = lines.next().map(|first| format!("{}: {}", first.line, first.text));
                let message = format!("{file}:{}", first.unwrap_or_default());
                let report = Report::new(Exit::Configuration, message);
                let also: Vec<_> =
                    lines.map(|other| format!("line {}: {}", other.line, other.text)).collect();
                Err(if also.is_empty() { report } else { report.fact("also", also.join("; ")) })
            }
        }
    }

    /// What in the settings file no command can use.
    pub(crate) fn settings_problems(&self) -> daypass_doctor::SettingsFile {
        let problems = match self.settings_read() {
            Ok(_) => Vec::new(),
            Err(Unusable::Unreadable(error)) => vec![(1, format!("the settings cannot be read: {error}"))],
            Err(Unusable::Mistaken(problems)) => {
                problems.into_iter().map(|problem| (problem.line, problem.text)).collect()
            }
        };
        daypass_doctor::SettingsFile::new(self.paths.settings_file(&self.env), problems)
    }

    /// Whose word about endpoints counts. Settings that cannot be read allow nothing.
    pub(crate) fn trust(&self) -> Arc<Trust> {
        let allowed = self.preferences().map(|settings| settings.allowed_endpoints().to_vec());
        Arc::new(self.paths.trust(allowed.unwrap_or_default()))
    }

    fn settings_read(&self) -> Result<Option<UserSettings>, Unusable> {
        let bytes = daypass_files::read_own(&self.paths.settings_file(&self.env), MOST_BYTES);
        let bytes = bytes.map_err(|error| Unusable::Unreadable(Box::new(error)))?;
        let text = bytes.map(String::from_utf8).transpose();
        let text = text.map_err(|error| Unusable::Unreadable(Box::new(error)))?;
        text.map(|text| UserSettings::parse(&text).map_err(Unusable::Mistaken)).transpose()
    }
}
