//! What every question needs, and what a finished setup lacks.

use crate::{
    Given,
    question::{check_given, wrong},
};
use daypass_command_lines::OwnLine;
use daypass_config_files::ConfigFiles;
use daypass_config_parse::{Config, Dialect, Profile, SectionName};
use daypass_credentials::{Settings, has_sso_keys, other_source, resolve};
use daypass_populate::setup::{self, ProfileSetup};
use daypass_reports::{Exit, Report};
use daypass_terminal::Terminal;

/// The questions for a session and a profile.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct Wizard<'a> {
    /// Where the questions are asked.
    pub terminal: &'a Terminal,
    /// The command line of the program, for the flag that answers a question.
    pub line: &'a OwnLine,
    /// The config files as they are.
    pub files: &'a ConfigFiles,
    /// What was given beforehand.
    pub given: &'a Given,
}

impl Wizard<'_> {
    /// Checks what was given for a profile before the first question or call.
    ///
    /// # Errors
    /// A value cannot be.
    pub fn check_values(&self) -> Result<(), Report> {
        let Self { line, given, .. } = self;
        if let Some(name) = &given.profile {
            setup::check_name(&self.files.config(), &SectionName::profile(name.as_str()))
                .map_err(|problem| wrong(line, Exit::Usage, problem.to_string(), name, "<NAME>"))?;
        }
        for (key, value, placeholder) in [
            ("sso_account_id", &given.account, "<ID>"),
            ("sso_role_name", &given.role, "<NAME>"),
            ("region", &given.region, "<REGION>"),
            ("output", &given.output, "<FORMAT>"),
        ] {
            check_given(line, key, value.as_deref(), placeholder)?;
        }
        Ok(())
    }

    /// Checks that the profile does not get its credentials in another way.
    ///
    /// # Errors
    /// It does, and would have two sources.
    pub fn check_source(&self) -> Result<(), Report> {
        let config = self.files.config();
        self.profile(&config).as_ref().map_or(Ok(()), refuse_other_source)
    }

    /// Returns the profile that is set up, where the config files have it.
    pub fn profile<'c>(&self, config: &'c Config<'_>) -> Option<Profile<'c>> {
        config.profile(self.given.profile.as_deref()?)
    }

    /// The value of a key in the profile that is set up; an empty one counts as none.
    pub(crate) fn stored(&self, key: &str) -> Option<String> {
        let config = self.files.config();
        let value = self.profile(&config)?.get(key).map(str::to_owned);
        value.filter(|value| !value.is_empty())
    }
}

/// Refuses a profile with another source of credentials, which would have two: `role_arn` would win, and which one of the
/// others wins differs from tool to tool.
fn refuse_other_source(profile: &Profile<'_>) -> Result<(), Report> {
    let key = match other_source(profile) {
        Some("role_arn") => "role_arn",
        Some(key) if !has_sso_keys(profile) => key,
        _ => return Ok(()),
    };
    let name = profile.name();
    let message = format!("profile {name} gets its credentials by {key}, and keeps doing so");
    let report = Report::new(Exit::Configuration, message);
    if key == "login_session" {
        return Err(report.try_command(["daypass", "login", "--profile", name].map(str::to_owned)));
    }
    Err(report.advise(&format!("Choose another name, or remove {key} from the profile first.")))
}

/// Returns what in the config files keeps a profile that was set up from working.
pub fn obstacle(setup: &ProfileSetup, files: &ConfigFiles) -> Option<String> {
    let config = files.config();
    if let Some(refusal) = files.config.refused_by(Dialect::AwsCli) {
        return Some(format!("the AWS CLI refuses the config file: {refusal}"));
    }
    if let Some(key) = setup.overridden(&config) {
        return Some(format!("{key} of this profile stands in the credentials file too, which wins"));
    }
    resolve(&config, &Settings::default(), &setup.profile).err().map(|error| error.to_string())
}
