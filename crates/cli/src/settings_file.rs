//! What the settings files say for a command: values, refusals by a policy, the sessions of a company. The hot path reads none.

use crate::{context::Context, exit::Exit, failures::sign_in_words, report::Report};
use daypass_config_files::new_regions;
use daypass_config_parse::{Document, Profile};
use daypass_credentials::foreign_file;
use daypass_populate::setup::{DEFAULT_SCOPES, SessionKeys};
use daypass_settings::{Attempt, CompanyProblem, CompanySession, SettingOrigin, UserSettings};
use daypass_settings_files::SettingsFiles;
use daypass_sso_types::{Region, SignInTarget, StartUrl};
use daypass_terminal::clean;
use std::{error::Error as _, ops::Deref};

/// The version of this program.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The settings, and where they come from.
#[derive(Debug)]
pub(crate) struct Preferences {
    /// The path of the file, with `~`.
    pub(crate) file: String,
    /// Whether the file exists.
    pub(crate) exists: bool,
    settings: UserSettings,
}

impl Deref for Preferences {
    type Target = UserSettings;
    fn deref(&self) -> &UserSettings {
        &self.settings
    }
}

impl Context {
    /// The settings files.
    pub(crate) fn settings_files(&self) -> SettingsFiles<'_> {
        SettingsFiles::of(&self.env, &self.paths)
    }

    /// The settings; a file with an error is a failure.
    pub(crate) fn preferences(&self) -> Result<Preferences, Report> {
        let files = self.settings_files();
        let file = files.own_file();
        match files.in_force() {
            Ok(found) => {
                let settings = self.with_pin(found.settings);
                Ok(Preferences { file, exists: found.has_own_file, settings })
            }
            Err(unusable) => Err(Report::new(Exit::Configuration, unusable.message(&file))
                .fact_if("also", unusable.further())
                .cause_if(unusable.source())),
        }
    }

    /// The settings for a sign-in, which an error in the person's file does not stop: those of the other files are in force
    /// then.
    pub(crate) fn lenient_preferences(&self) -> UserSettings {
        self.with_pin(self.settings_files().policy())
    }

    fn with_pin(&self, settings: UserSettings) -> UserSettings {
        match &self.pin {
            Some(found) => settings.with_folder(&found.file, found.pin.choices()),
            None => settings,
        }
    }

    /// The `ca_bundle` of a profile. That of a file that is not the person's own is left out, with a warning: it would
    /// choose whom to take for AWS.
    pub(crate) fn ca_bundle<'a>(&self, profile: Option<&'a Profile<'_>>) -> Option<&'a str> {
        let bundle = profile?.get("ca_bundle").filter(|path| !path.trim().is_empty())?;
        let file = profile?.origin("ca_bundle")?.file;
        let trust = self.paths.trust(Vec::new());
        let Some(foreign) = foreign_file(&trust, file) else { return Some(bundle) };
        let foreign = self.paths.pretty(foreign);
        self.ui.warn(format!(
            "ca_bundle of {foreign} is not used: the file is not your own; AWS_CA_BUNDLE or --ca-bundle names yours"
        ));
        None
    }

    /// Fails if a settings file refuses this; the report names the line.
    pub(crate) fn refuse(&self, attempt: Attempt<'_>) -> Result<(), Report> {
        let refusal = self.settings_files().policy().refusal(attempt);
        refusal
            .map_or(Ok(()), |refusal| Err(Self::forbidden(refusal.message, self.place_of(&refusal.origin))))
    }

    /// Reports what a settings file forbids; `place` says where.
    pub(crate) fn forbidden(message: impl Into<String>, place: impl Into<String>) -> Report {
        Report::new(Exit::Configuration, message).fact("set by", place)
    }

    /// Fails where an agent starts a sign-in that nobody at a terminal has asked for, unless a setting allows it.
    pub(crate) fn refuse_agent(&self, target: &SignInTarget) -> Result<(), Report> {
        let Some(agent) = self.env.agent().filter(|_| !self.ui.prompts()) else { return Ok(()) };
        if self.settings_files().policy().agent_rule(|_| String::new()).may_sign_in {
            return Ok(());
        }
        let message =
            format!("{} does not sign anybody in unasked: the sign-in is for the person", clean(&agent));
        Err(Report::new(Exit::LoginRequired, message).try_command(sign_in_words(target)))
    }

    /// Fails for a region that a settings file does not allow.
    pub(crate) fn refuse_region(&self, region: Option<&Region>) -> Result<(), Report> {
        region.map_or(Ok(()), |region| self.refuse(Attempt::Region(region)))
    }

    /// Fails if an edit of the config file brings a region that a settings file does not allow.
    pub(crate) fn refuse_new_regions(&self, before: &Document, after: &Document) -> Result<(), Report> {
        new_regions(before, after).iter().try_for_each(|region| self.refuse_region(Some(region)))
    }

    /// Fails if a flag says something else than a locked setting.
    pub(crate) fn refuse_flag(
        &self,
        session: Option<&str>,
        (flag, setting): (&str, &str),
        values: &[String],
    ) -> Result<(), Report> {
        self.refuse(Attempt::Flag { session, setting, flag, values })
    }

    /// Fails if a settings file does not allow the portal, or forbids its plain http. Warns of errors in the company's files
    /// at each sign-in, since such a file may lock less than it should.
    pub(crate) fn refuse_portal(&self, start_url: &StartUrl) -> Result<(), Report> {
        let policy = self.settings_files().policy();
        policy.company_problems().iter().map(CompanyProblem::message).for_each(|text| self.ui.warn(text));
        self.refuse(Attempt::Portal(start_url))
    }

    /// Fails if this program is older than a company's locked rules are for; warns if they only recommend a newer one.
    pub(crate) fn refuse_outdated(&self) -> Result<(), Report> {
        let Some(outdated) = self.settings_files().policy().outdated(VERSION) else { return Ok(()) };
        let message = format!("your company asks for daypass {}; this is {VERSION}", outdated.minimum);
        if outdated.is_locked {
            let place = self.place_of(&outdated.origin);
            return Err(Report::new(Exit::Configuration, message).fact("set by", place));
        }
        self.ui.warn(message);
        Ok(())
    }

    /// Writes sessions that the company's files define into the config file, where every AWS tool finds them: the named one,
    /// if it is not configured; without a name all of them, if no session is configured.
    pub(crate) fn add_company_sessions(&self, named: Option<&str>) -> Result<(), Report> {
        let mut sessions = self.settings_files().policy().company_sessions();
        if sessions.is_empty() {
            return Ok(());
        }
        let files = self.files()?;
        let config = files.config();
        let is_wanted = |name: &str| match named {
            Some(named) => named == name && config.sso_session(name).is_none(),
            None => config.sso_sessions().next().is_none(),
        };
        sessions.retain(|session| is_wanted(&session.name));
        for CompanySession { name, start_url, region, .. } in sessions {
            let scopes = Some(DEFAULT_SCOPES.to_owned());
            let edits = SessionKeys { start_url, region, scopes }.edits(&name);
            self.edit_config(|document| document.apply_to_existing(&edits))?;
            let file = self.paths.pretty(self.config_file()?);
            self.ui.say(format!("Wrote the session {name} of your organisation to {file}."));
        }
        Ok(())
    }

    /// The place that a value comes from, for a person.
    pub(crate) fn place_of(&self, origin: &SettingOrigin) -> String {
        self.settings_files().place_of(origin)
    }

    /// Adds where the company's people get help, if its files say so, to a failure of a command.
    pub(crate) fn with_help(&self, report: Report) -> Report {
        match report.exit() {
            Exit::Interrupted | Exit::Terminated | Exit::HungUp => report,
            _ => report.fact_if("help", self.settings_files().policy().support()),
        }
    }
}
