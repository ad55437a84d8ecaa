//! Everything that the wizard will write, and what it says once that is done.

use super::sso_session::Answers;
use crate::{
    context::{Context, Files},
    report::Report,
};
use daypass_config_parse::{Batch, Dialect, SectionName};
use daypass_credentials::{Settings, resolve};
use daypass_sso_types::{AccountId, RoleName};
use daypass_terminal::strong;

/// Keys that would contradict a session, and the one that would contradict a legacy profile.
const LEGACY_KEYS: [&str; 3] = ["sso_start_url", "sso_region", "sso_registration_scopes"];

/// The profile and, where it has one, its session.
pub(crate) struct Plan {
    pub(crate) profile: String,
    pub(crate) session: Option<String>,
    pub(crate) answers: Answers,
    pub(crate) account: AccountId,
    pub(crate) role: RoleName,
    pub(crate) region: Option<String>,
    pub(crate) output: Option<String>,
}

impl Plan {
    /// All edits as one, so that the file never holds half of them.
    pub(crate) fn edits(&self) -> Batch {
        let profile = SectionName::profile(self.profile.as_str());
        let mut edits = Batch::new();
        match &self.session {
            Some(session) => {
                edits = edits.set(&profile, "sso_session", session);
                edits = LEGACY_KEYS.iter().fold(edits, |edits, key| edits.unset(&profile, key));
            }
            None => {
                edits = edits
                    .unset(&profile, "sso_session")
                    .set(&profile, "sso_start_url", self.answers.start_url.as_str())
                    .set(&profile, "sso_region", self.answers.region.as_str());
            }
        }
        edits = edits.set(&profile, "sso_account_id", self.account.as_str()).set(
            &profile,
            "sso_role_name",
            self.role.as_str(),
        );
        for (key, value) in [("region", &self.region), ("output", &self.output)] {
            if let Some(value) = value {
                edits = edits.set(&profile, key, value);
            }
        }
        match &self.session {
            Some(session) => self.answers.edits(edits, session),
            None => edits,
        }
    }

    /// Says what to do now; first of all what keeps the profile from working, as the files now are.
    pub(crate) fn conclude(&self, context: &Context) -> Result<(), Report> {
        let ui = &context.ui;
        ui.say("Profile " + strong(&self.profile) + " is set up. Try:");
        match self.obstacle(&context.files()?) {
            Some(obstacle) => {
                ui.warn(&obstacle);
                ui.say("  daypass doctor");
            }
            None => {
                for command in [["daypass", "whoami"].as_slice(), &["aws", "s3", "ls"]] {
                    let of = ["--profile", self.profile.as_str()];
                    let of = of.iter().filter(|_| self.profile != "default");
                    let words = command.iter().chain(of).map(|&word| word.to_owned()).collect();
                    if let Some(command) = crate::words::printed(words) {
                        ui.say(format!("  {command}"));
                    }
                }
            }
        }
        Ok(())
    }

    /// What else stands in the files and keeps the profile from being what was asked for.
    fn obstacle(&self, files: &Files) -> Option<String> {
        let config = files.config();
        if let Some(refusal) = files.config.refused_by(Dialect::AwsCli) {
            return Some(format!("the AWS CLI refuses the config file: {refusal}"));
        }
        let profile = config.profile(&self.profile)?;
        for (key, value) in [("sso_account_id", self.account.as_str()), ("sso_role_name", self.role.as_str())]
        {
            if profile.get(key) != Some(value) {
                return Some(format!("{key} of this profile stands in the credentials file too, which wins"));
            }
        }
        resolve(&config, &Settings::default(), &self.profile).err().map(|error| error.to_string())
    }
}
