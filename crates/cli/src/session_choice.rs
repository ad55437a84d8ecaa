//! The session that a command is about: one rule for every command.

use crate::{
    context::{Context, Files},
    exit::Exit,
    other_tool_profiles::first_steps,
    report::Report,
};
use daypass_credentials::{Error, Session, session_named, session_of_profile, sessions};
use daypass_environment::Variable;
use daypass_sign_in::{UnnamedSession, session_called, unnamed_session};
use daypass_sso_types::{Region, StartUrl};

/// The session that a command is about: the session `named`, the session of the profile by flag or environment, the setting
/// `sso_session`, the session of [`unnamed_session`], or the session that the person picks.
pub(crate) fn session(context: &Context, files: &Files, named: Option<&str>) -> Result<Session, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let profile = context.named_profile();
    let failed = |error: Error| context.credentials_failed(&error);
    let by_name = |name: &str| session_named(&config, &settings, name, profile.as_deref()).map_err(failed);
    if let Some(name) = named {
        context.refuse_flag(None, ("--sso-session", "sso_session"), &[name.to_owned()])?;
        return by_name(name);
    }
    if let Some(profile) = &profile {
        return session_of_profile(&config, &settings, profile).map_err(failed);
    }
    // An error in the settings file stops no sign-in; a command that needs more settings reports it.
    if let Some((name, origin)) = context.lenient_preferences().sso_session() {
        return by_name(name).map_err(|report| report.fact("set by", context.place_of(&origin)));
    }
    match unnamed_session(&config, &settings).map_err(failed)? {
        UnnamedSession::One(session) => Ok(*session),
        UnnamedSession::Sessions(sessions) => {
            let at = pick(context, &sessions, "--sso-session")?;
            sessions.get(at).map_or_else(|| Err(Report::interrupted()), |name| by_name(name))
        }
        UnnamedSession::Profiles(profiles) => {
            let (labels, mut sessions): (Vec<_>, Vec<_>) = profiles.into_iter().unzip();
            let at = pick(context, &labels, "--profile")?;
            if at < sessions.len() { Ok(sessions.swap_remove(at)) } else { Err(Report::interrupted()) }
        }
        UnnamedSession::None => {
            let report = Report::new(Exit::Configuration, "no sso-session is configured");
            Err(
                match (
                    context.env.hint(Variable::DefaultSsoStartUrl),
                    context.env.hint(Variable::DefaultSsoRegion),
                ) {
                    (Some(url), region) if StartUrl::new(url.as_str()).is_ok() => {
                        let region = region.filter(|region| Region::new(region.as_str()).is_ok());
                        let region = region.unwrap_or_else(|| "<REGION>".to_owned());
                        report.try_command(["daypass", "login", &url, "--sso-region", &region])
                    }
                    _ => report.try_command(first_steps(context)),
                },
            )
        }
    }
}

/// The session that an argument of `login` names: a session, a profile, or a piece of the start URL of one session alone.
pub(crate) fn session_to_sign_in_to(context: &Context, files: &Files, word: &str) -> Result<Session, Report> {
    let named = session_or_profile(context, files, word);
    if let Ok(session) = &named {
        if session.name.as_deref() == Some(word) {
            context.refuse_flag(None, (word, "sso_session"), &[word.to_owned()])?;
        }
        return named;
    }
    let mut sessions = sessions(&files.config(), &context.sign_in_settings()?);
    sessions.retain(|session| session.start_url.as_str().contains(word));
    match <[Session; 1]>::try_from(sessions) {
        Ok([session]) => {
            context.ui.say(format!("{word} is in the start URL of {}.", session.label()));
            Ok(session)
        }
        Err(_) => named,
    }
}

/// The session that an argument names, as session or as profile; a message says which if it names both.
pub(crate) fn session_or_profile(context: &Context, files: &Files, word: &str) -> Result<Session, Report> {
    let settings = context.sign_in_settings()?;
    let meant = session_called(&files.config(), &settings, word);
    let (session, is_both) = meant.map_err(|error| context.credentials_failed(&error))?;
    if is_both {
        context.ui.say(format!("{word} is the name of a session and of a profile; using the session."));
    }
    Ok(session)
}

/// Lets the person pick one of several sessions; without a terminal a usage error.
fn pick(context: &Context, names: &[String], flag: &str) -> Result<usize, Report> {
    if !context.ui.prompts() {
        let message =
            format!("{} sessions are configured, and {flag} does not say which is meant", names.len());
        return Err(Report::new(Exit::Usage, message).fact("sessions", names.join(", ")));
    }
    context.block_on(async { Ok(context.ui.pick("Which session", names, 0)?) })
}
