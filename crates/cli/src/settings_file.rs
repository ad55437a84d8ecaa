//! Reads the settings files of the person and of the company, and reports their errors. The hot path reads none.

use crate::{context::Context, exit::Exit, failures::sign_in_words, report::Report};
use daypass_config_parse::Profile;
use daypass_credentials::{Trust, foreign_file};
use daypass_environment::{Environment, Paths, company_files, company_folder};
use daypass_populate::setup::{DEFAULT_SCOPES, SessionKeys};
use daypass_settings::{
    CompanyFile, CompanySession, Forbidden, SettingOrigin, UnusableSettings, UserSettings,
};
use daypass_sso_types::{SignInTarget, StartUrl};
use daypass_terminal::clean;
use std::{error::Error as _, ops::Deref, sync::Arc};

/// The size limit of a settings file, in bytes.
const MOST_BYTES: u64 = 1 << 20;

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
    /// The settings; a file with an error is a failure.
    pub(crate) fn preferences(&self) -> Result<Preferences, Report> {
        let file = self.paths.pretty(&self.paths.settings_file(&self.env));
        match self.settings_read() {
            Ok(settings) => {
                let exists = settings.is_some();
                let settings = with_imported(settings.unwrap_or_default(), &self.env, &self.paths);
                let settings = of_company(settings);
                let settings = match &self.pin {
                    Some(found) => settings.with_folder(&found.file, found.pin.choices()),
                    None => settings,
                };
                Ok(Preferences { file, exists, settings })
            }
            Err(unusable) => Err(Report::new(Exit::Configuration, unusable.message(&file))
                .fact_if("also", unusable.further())
                .cause_if(unusable.source())),
        }
    }

    /// The errors in the settings file, for doctor.
    pub(crate) fn settings_problems(&self) -> daypass_doctor::SettingsFile {
        let problems = self.settings_read().err().map(|unusable| unusable.problems()).unwrap_or_default();
        daypass_doctor::SettingsFile::new(self.paths.settings_file(&self.env), problems)
    }

    /// What the settings files forbid and lock; an error in the person's file leaves those of the company in force.
    fn policy(&self) -> UserSettings {
        policy(&self.env, &self.paths)
    }

    /// The rule for endpoints in config files. A person's settings file that cannot be read allows no endpoint.
    pub(crate) fn trust(&self) -> Arc<Trust> {
        let policy = self.policy();
        let place = |what| policy.forbids(what).map(|origin| self.place_of(&origin));
        Arc::new(Trust {
            no_overrides: place(Forbidden::EndpointOverride),
            no_plain_http: place(Forbidden::PlainHttp),
            ..self.paths.trust(policy.allowed_endpoints().to_vec())
        })
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

    /// Whether a settings file forbids this.
    pub(crate) fn is_forbidden(&self, what: Forbidden) -> bool {
        self.policy().forbids(what).is_some()
    }

    /// Fails with this message if a settings file forbids this; the report names the line.
    pub(crate) fn refuse_forbidden(&self, what: Forbidden, message: &str) -> Result<(), Report> {
        let policy = self.policy();
        policy
            .forbids(what)
            .map_or(Ok(()), |origin| Err(Self::forbidden(&policy, message, &self.place_of(&origin))))
    }

    /// Fails where an agent starts a sign-in that nobody at a terminal has asked for, unless a setting allows it.
    pub(crate) fn refuse_agent(&self, target: &SignInTarget) -> Result<(), Report> {
        let Some(agent) = self.env.agent().filter(|_| !self.ui.prompts()) else { return Ok(()) };
        if self.policy().agent_rule(|_| String::new()).may_sign_in {
            return Ok(());
        }
        let message =
            format!("{} does not sign anybody in unasked: the sign-in is for the person", clean(&agent));
        Err(Report::new(Exit::LoginRequired, message).try_command(sign_in_words(target)))
    }

    /// Fails if a settings file does not allow the portal, or forbids its plain http. Warns of errors in the company's files
    /// at each sign-in, since such a file may lock less than it should.
    pub(crate) fn refuse_portal(&self, start_url: &StartUrl) -> Result<(), Report> {
        let policy = self.policy();
        for found in policy.company_problems() {
            let (file, line) = (&found.file, found.problem.line);
            self.ui.warn(format!("{file}:{line}: {}", found.problem.text));
        }
        if let Some(origin) = policy.refuses_portal(start_url) {
            let message =
                format!("signing in to {start_url} is not allowed: its host is not in `portal_hosts`");
            return Err(Self::forbidden(&policy, &message, &self.place_of(&origin)));
        }
        if start_url.as_str().starts_with("http:") {
            let message = format!("{start_url} is plain http, which is forbidden");
            self.refuse_forbidden(Forbidden::PlainHttp, &message)?;
        }
        Ok(())
    }

    /// Writes sessions that the company's files define into the config file, where every AWS tool finds them: the named one,
    /// if it is not configured; without a name all of them, if no session is configured.
    pub(crate) fn add_company_sessions(&self, named: Option<&str>) -> Result<(), Report> {
        let mut sessions = self.policy().company_sessions();
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

    /// Reports what a settings file forbids; `place` says where.
    pub(crate) fn forbidden(policy: &UserSettings, message: &str, place: &str) -> Report {
        Report::new(Exit::Configuration, message).fact("set by", place).fact_if("help", policy.support())
    }

    /// The place that a value comes from, for a person.
    pub(crate) fn place_of(&self, origin: &SettingOrigin) -> String {
        match origin {
            SettingOrigin::File(line) => {
                format!("{}:{line}", self.paths.pretty(&self.paths.settings_file(&self.env)))
            }
            SettingOrigin::Folder { file, line }
            | SettingOrigin::Imported { file, line }
            | SettingOrigin::Company { file, line, .. } => {
                format!("{file}:{line}")
            }
            SettingOrigin::Other(variable) => (*variable).to_owned(),
            _ => "built in".to_owned(),
        }
    }

    fn settings_read(&self) -> Result<Option<UserSettings>, UnusableSettings> {
        settings_read(&self.env, &self.paths)
    }
}

fn settings_read(env: &Environment, paths: &Paths) -> Result<Option<UserSettings>, UnusableSettings> {
    UserSettings::from_file(daypass_files::read_own(&paths.settings_file(env), MOST_BYTES))
}

/// The text of the imported settings; `None` without any, or where others can write the file.
pub(crate) fn imported_text(env: &Environment, paths: &Paths) -> Option<String> {
    let bytes = daypass_files::read_own(&paths.imported_settings(env), MOST_BYTES).ok()??;
    String::from_utf8(bytes).ok()
}

/// Adds the settings that the person has imported; a file with a mistake, which only a hand can have made, adds none.
fn with_imported(settings: UserSettings, env: &Environment, paths: &Paths) -> UserSettings {
    let file = paths.pretty(&paths.imported_settings(env));
    match imported_text(env, paths) {
        Some(text) => settings.clone().with_imported(&file, &text).unwrap_or(settings),
        None => settings,
    }
}

/// What the settings files say; an error in the person's file leaves those of the company in force.
pub(crate) fn policy(env: &Environment, paths: &Paths) -> UserSettings {
    of_company(with_imported(settings_read(env, paths).ok().flatten().unwrap_or_default(), env, paths))
}

/// Whether a settings file may speak of guards or of agents: it has the word, or cannot be read.
pub(crate) fn mentions_guards(env: &Environment, paths: &Paths) -> bool {
    let own = daypass_files::read_own(&paths.settings_file(env), MOST_BYTES);
    let has_word = |text: &[u8]| text.windows(5).any(|word| word == b"guard" || word == b"agent");
    own.map_or(true, |own| own.is_some_and(|own| has_word(&own)))
        || imported_text(env, paths).is_some_and(|text| has_word(text.as_bytes()))
        || company_files(company_folder()).iter().any(|(_, text)| match text {
            Ok(text) => has_word(text.as_bytes()),
            Err(_) => true,
        })
}

/// Adds the settings in the company's files on this machine.
fn of_company(settings: UserSettings) -> UserSettings {
    let file = |(path, text): (std::path::PathBuf, _)| CompanyFile { name: path.display().to_string(), text };
    settings.with_company(company_files(company_folder()).into_iter().map(file))
}
