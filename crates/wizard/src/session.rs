//! The questions for an sso-session: its name, and the keys of its section.

use crate::{
    GivenSession, Wizard,
    question::{Question, missing, wrong},
};
use daypass_config_parse::SectionName;
use daypass_populate::setup::{self, DEFAULT_SCOPES, SessionKeys};
use daypass_reports::{Exit, Report};
use daypass_sign_in::{Portal, REGIONS, RegionDoubt, is_vanity, resolve};
use daypass_sso_types::{Region, StartUrl};
use daypass_terminal::clean;
use daypass_transport::{Caller, portal_region};

const SCOPES: &str = "sso_registration_scopes";
/// The default name of the first session, as in AWS's documentation.
const NEW_SESSION: &str = "my-sso";

/// The answers, checked.
#[derive(Debug)]
#[non_exhaustive]
pub struct SessionAnswers {
    /// The name of the session; `None` for a profile without one.
    pub name: Option<String>,
    /// The keys of the session; a profile without one has no scopes.
    pub keys: SessionKeys,
    /// The portal behind a vanity start URL, if it was resolved for its region.
    pub portal: Option<Portal>,
}

/// What an empty session name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a caller chooses one")]
pub enum Naming<'a> {
    /// The question is asked again.
    Required,
    /// The session of the profile, or a legacy profile without a session.
    Optional(Option<&'a str>),
    /// The first session, or a new one with the default name: a profile without a session cannot renew its sign-in.
    Recommended,
}

impl Wizard<'_> {
    /// Asks for a session that has a name, without a profile.
    ///
    /// # Errors
    /// A question without an answer, a value that cannot be, or no client for the request to a vanity start URL.
    pub async fn named_session(
        &self,
        caller: &(dyn Fn() -> Result<Caller, Report> + Sync),
    ) -> Result<SessionAnswers, Report> {
        let Some(name) = self.session_name(Naming::Required)? else {
            return Err(missing(self.line, "the session's name", "sso_session", "<NAME>"));
        };
        self.session_keys(caller, &self.given.session, Some(name), [None, None]).await
    }

    /// Asks for the session of the profile: its name, and its keys. The keys of an existing session are kept, unless others
    /// were given.
    ///
    /// # Errors
    /// A question without an answer, a value that cannot be, or no client for the request to a vanity start URL.
    pub async fn session(
        &self,
        caller: &(dyn Fn() -> Result<Caller, Report> + Sync),
    ) -> Result<SessionAnswers, Report> {
        let current = self.stored("sso_session");
        let (url, region) = (self.stored("sso_start_url"), self.stored("sso_region"));
        let naming = match (&current, &url) {
            (None, None) => Naming::Recommended,
            _ => Naming::Optional(current.as_deref()),
        };
        let name = self.session_name(naming)?;
        let is_said = self.given.session.name.is_some() || url.is_some();
        if name.is_none() && !is_said && !self.terminal.prompts() {
            return Err(missing(self.line, "the session's name", "sso_session", "<NAME>"));
        }
        let config = self.files.config();
        let existing = name.as_deref().and_then(|name| config.sso_session(name));
        let mut given = self.given.session.clone();
        if let Some(existing) = &existing {
            // An invalid value is asked for, with the value in the file as the default.
            let keys = [
                ("sso_start_url", &mut given.start_url),
                ("sso_region", &mut given.region),
                (SCOPES, &mut given.scopes),
            ];
            for (key, given) in keys.into_iter().filter(|(_, given)| given.is_none()) {
                *given =
                    existing.get(key).filter(|value| setup::check(key, value).is_ok()).map(str::to_owned);
            }
        }
        if name.is_none() {
            self.terminal
                .warn("a profile without a session cannot renew its sign-in; a session name is recommended");
        }
        // A session without scopes has the default scope; writing the scope would change the key of its token.
        let scopes = existing.as_ref().and_then(|existing| existing.get(SCOPES)).unwrap_or_default();
        let unscoped = existing.is_some() && given.scopes.is_none() && scopes.trim().is_empty();
        if unscoped {
            given.scopes = Some(DEFAULT_SCOPES.to_owned());
        }
        let mut answers = self.session_keys(caller, &given, name, [url, region]).await?;
        answers.keys.scopes = answers.keys.scopes.filter(|_| !unscoped);
        Ok(answers)
    }

    /// Takes each key from what was given, else from the person, with the value in the config file, or else the start URL and
    /// region of a legacy profile, as the default.
    async fn session_keys(
        &self,
        caller: &(dyn Fn() -> Result<Caller, Report> + Sync),
        given: &GivenSession,
        name: Option<String>,
        [legacy_url, legacy_region]: [Option<String>; 2],
    ) -> Result<SessionAnswers, Report> {
        let Self { terminal, line, .. } = *self;
        let config = self.files.config();
        let known = name.as_deref().and_then(|name| config.sso_session(name));
        let stored = |key| known.as_ref().and_then(|known| known.get(key)).map(str::to_owned);
        let of_others =
            |key| config.sso_sessions().filter_map(move |other| other.get(key)).map(str::to_owned);
        let start_url = Question {
            text: "SSO start URL",
            key: "sso_start_url",
            placeholder: "<URL>",
            given: given.start_url.clone(),
            current: stored("sso_start_url").or(legacy_url),
            known: of_others("sso_start_url").collect(),
        }
        .answer(terminal, line)?;
        let wrong = |error: &dyn std::error::Error| Report::new(Exit::Usage, error.to_string());
        let start_url = StartUrl::new(start_url).map_err(|error| wrong(&error))?;
        let current = stored("sso_region").or(legacy_region);
        let portal = match (&given.region, &current) {
            (None, None) if is_vanity(&start_url, None) => self.portal_behind(&caller()?, &start_url).await,
            _ => None,
        };
        let found = portal.as_ref().and_then(|portal| portal.region.as_ref()).map(ToString::to_string);
        let region = Question {
            text: "SSO region",
            key: "sso_region",
            placeholder: "<REGION>",
            given: given.region.clone().or(found),
            current: current.or_else(|| portal_region(&start_url).map(|region| region.to_string())),
            known: REGIONS.map(str::to_owned).into(),
        }
        .answer(terminal, line)?;
        let scopes = Question {
            text: "SSO registration scopes",
            key: SCOPES,
            placeholder: "<SCOPES>",
            given: given.scopes.clone().filter(|scopes| !scopes.is_empty()),
            current: stored(SCOPES).or_else(|| Some(DEFAULT_SCOPES.to_owned())),
            known: std::iter::once(DEFAULT_SCOPES.to_owned()).chain(of_others(SCOPES)).collect(),
        };
        let scopes = name.is_some().then(|| scopes.answer(terminal, line)).transpose()?;
        let region = Region::new(region).map_err(|error| wrong(&error))?;
        if let Some(doubt) = RegionDoubt::of(&start_url, &region) {
            terminal.warn(doubt.to_string());
        }
        Ok(SessionAnswers { name, keys: SessionKeys { start_url, region, scopes }, portal })
    }

    /// Resolves the portal behind a vanity start URL; `None` with a warning if that fails, and the region is a question.
    async fn portal_behind(&self, caller: &Caller, url: &StartUrl) -> Option<Portal> {
        let found = resolve(caller, url, None).await;
        match &found {
            Ok(portal) => self.terminal.say(format!("{url} leads to {}.", portal.url)),
            Err(error) => self.terminal.warn(error.to_string()),
        }
        found.ok()
    }

    /// Asks for the name of the session; `None` for a legacy profile, or without a terminal.
    fn session_name(&self, naming: Naming<'_>) -> Result<Option<String>, Report> {
        let Self { terminal, .. } = *self;
        let config = self.files.config();
        let known: Vec<_> = config.sso_sessions().map(|session| session.name().to_owned()).collect();
        let current = match naming {
            Naming::Required => None,
            Naming::Optional(current) => current,
            // Without a terminal, there is no recommendation.
            Naming::Recommended if !terminal.prompts() => None,
            Naming::Recommended => Some(known.first().map_or(NEW_SESSION, String::as_str)),
        };
        let check = |name: &str| match (name.is_empty(), naming) {
            (true, Naming::Required) => Err("a session has a name".to_owned()),
            (true, Naming::Optional(_) | Naming::Recommended) => Ok(()),
            (false, _) => {
                setup::check_name(&config, &SectionName::sso_session(name)).map_err(|error| error.to_string())
            }
        };
        let given = self.given.session.name.as_deref().map(str::trim);
        if let Some(name) = given.filter(|name| !name.is_empty() || naming != Naming::Required) {
            check(name).map_err(|problem| wrong(self.line, Exit::Usage, problem, name, "<NAME>"))?;
            return Ok(Some(name.to_owned()).filter(|name| !name.is_empty()));
        }
        if !terminal.prompts() {
            return Ok(current.map(str::to_owned));
        }
        let question = match naming {
            Naming::Optional(Some(_)) => "SSO session name",
            _ => "SSO session name (Recommended)",
        };
        let name = terminal.ask(question, current, None, &known, &check)?;
        if let Some(known) = name.as_deref().and_then(|name| config.sso_session(name)) {
            let values = known.keys().into_iter().map(|key| (key.to_owned(), known.get(key).into()));
            let values = serde_json::Value::Object(values.collect());
            for line in format!("{values:#}").lines() {
                terminal.say(clean(line));
            }
        }
        Ok(name)
    }
}
