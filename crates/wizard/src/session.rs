//! The questions for an sso-session: its name, and the keys of its section.

use super::{
    question::{Question, wrong_flag},
    sso_session::ConfigureSession,
};
use crate::{
    context::{Context, Files},
    exit::Exit,
    report::Report,
};
use daypass_config_parse::SectionName;
use daypass_populate::setup::{self, DEFAULT_SCOPES, SessionKeys};
use daypass_sign_in::{Portal, REGIONS, RegionDoubt, is_vanity, resolve};
use daypass_sso_types::{Region, StartUrl};
use daypass_terminal::{Terminal, clean};
use daypass_transport::portal_region;

/// Answers for keys that neither a flag nor the session has: the keys of a legacy profile.
#[derive(Debug, Default)]
pub(super) struct Defaults {
    pub(super) start_url: Option<String>,
    pub(super) region: Option<String>,
}

/// The answers, checked.
#[derive(Debug)]
pub(super) struct Answers {
    /// The keys of the session; a legacy profile has no scopes.
    pub(super) keys: SessionKeys,
    /// The portal behind a vanity start URL, if it was resolved for its region.
    pub(super) portal: Option<Portal>,
}

impl Answers {
    /// Takes each answer from its flag, else from the person, with the value in the config file as the default.
    pub(super) async fn ask(
        context: &Context,
        flags: &ConfigureSession,
        files: &Files,
        session: Option<&str>,
        defaults: Defaults,
    ) -> Result<Self, Report> {
        let ui = &context.ui;
        let config = files.config();
        let known = session.and_then(|name| config.sso_session(name));
        let stored = |key| known.as_ref().and_then(|known| known.get(key)).map(str::to_owned);
        let of_others =
            |key| config.sso_sessions().filter_map(move |other| other.get(key)).map(str::to_owned);
        let start_url = Question {
            text: "SSO start URL",
            key: "sso_start_url",
            placeholder: "<URL>",
            given: flags.sso_start_url.clone(),
            current: stored("sso_start_url").or(defaults.start_url),
            known: of_others("sso_start_url").collect(),
        }
        .answer(ui)?;
        let wrong = |error: &dyn std::error::Error| Report::new(Exit::Usage, error.to_string());
        let start_url = StartUrl::new(start_url).map_err(|error| wrong(&error))?;
        let current = stored("sso_region").or(defaults.region);
        let portal = match (&flags.sso_region, &current) {
            (None, None) => portal_behind(context, &start_url).await?,
            _ => None,
        };
        let found = portal.as_ref().and_then(|portal| portal.region.as_ref()).map(ToString::to_string);
        let region = Question {
            text: "SSO region",
            key: "sso_region",
            placeholder: "<REGION>",
            given: flags.sso_region.clone().or(found),
            current: current.or_else(|| portal_region(&start_url).map(|region| region.to_string())),
            known: REGIONS.map(str::to_owned).into(),
        }
        .answer(ui)?;
        let scopes = Question {
            text: "SSO registration scopes",
            key: "sso_registration_scopes",
            placeholder: "<SCOPES>",
            given: flags.sso_registration_scopes.clone().filter(|scopes| !scopes.is_empty()),
            current: stored("sso_registration_scopes").or_else(|| Some(DEFAULT_SCOPES.to_owned())),
            known: std::iter::once(DEFAULT_SCOPES.to_owned())
                .chain(of_others("sso_registration_scopes"))
                .collect(),
        };
        let scopes = session.map(|_| scopes.answer(ui)).transpose()?;
        let region = Region::new(region).map_err(|error| wrong(&error))?;
        if let Some(doubt) = RegionDoubt::of(&start_url, &region) {
            ui.warn(doubt.to_string());
        }
        Ok(Self { keys: SessionKeys { start_url, region, scopes }, portal })
    }
}

/// Resolves the portal behind a vanity start URL; `None` with a warning if that fails, and the region is a question.
async fn portal_behind(context: &Context, url: &StartUrl) -> Result<Option<Portal>, Report> {
    if !is_vanity(url, None) {
        return Ok(None);
    }
    match resolve(&context.caller(None)?, url, None).await {
        Ok(portal) => {
            context.ui.say(format!("{url} leads to {}.", portal.url));
            Ok(Some(portal))
        }
        Err(error) => {
            context.ui.warn(error.to_string());
            Ok(None)
        }
    }
}

/// The default name of the first session, as in AWS's documentation.
const NEW_SESSION: &str = "my-sso";

/// What an empty session name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming<'a> {
    /// The question is asked again.
    Required,
    /// The session of the profile, or a legacy profile without a session.
    Optional(Option<&'a str>),
    /// The first session, or a new one with the default name: a profile without a session cannot renew its sign-in.
    Recommended,
}

/// Asks for the name of the session; `None` for a legacy profile, or without a terminal.
pub(super) fn ask_name(
    ui: &Terminal,
    flags: &ConfigureSession,
    files: &Files,
    naming: Naming<'_>,
) -> Result<Option<String>, Report> {
    let config = files.config();
    let known: Vec<_> = config.sso_sessions().map(|session| session.name().to_owned()).collect();
    let current = match naming {
        Naming::Required => None,
        Naming::Optional(current) => current,
        // Without a terminal, there is no recommendation.
        Naming::Recommended if !ui.prompts() => None,
        Naming::Recommended => Some(known.first().map_or(NEW_SESSION, String::as_str)),
    };
    let check = |name: &str| match (name.is_empty(), naming) {
        (true, Naming::Required) => Err("a session has a name".to_owned()),
        (true, Naming::Optional(_) | Naming::Recommended) => Ok(()),
        (false, _) => {
            setup::check_name(&config, &SectionName::sso_session(name)).map_err(|error| error.to_string())
        }
    };
    let flag = flags.sso_session.as_deref().map(str::trim);
    if let Some(name) = flag.filter(|name| !name.is_empty() || naming != Naming::Required) {
        check(name).map_err(|problem| wrong_flag(Exit::Usage, problem, name, "<NAME>"))?;
        return Ok(Some(name.to_owned()).filter(|name| !name.is_empty()));
    }
    if !ui.prompts() {
        return Ok(current.map(str::to_owned));
    }
    let question = match naming {
        Naming::Optional(Some(_)) => "SSO session name",
        _ => "SSO session name (Recommended)",
    };
    let name = ui.ask(question, current, None, &known, &check)?;
    if let Some(known) = name.as_deref().and_then(|name| config.sso_session(name)) {
        let values = known.keys().into_iter().map(|key| (key.to_owned(), known.get(key).into()));
        let values = serde_json::Value::Object(values.collect());
        for line in format!("{values:#}").lines() {
            ui.say(clean(line));
        }
    }
    Ok(name)
}
