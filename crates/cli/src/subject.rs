//! Who is meant, and which session, where the command line names neither: one rule for every command.

use crate::{
    context::{Context, Files},
    exit::Exit,
    prompt,
    report::Report,
};
use daypass_config_parse::{Config, Profile};
use daypass_credentials::{Error, Session, has_source, has_sso_keys, session_named, session_of_profile};
use daypass_sso_types::Remedy;
use std::collections::HashSet;

/// Whether the profile `default` says who to be. One without any source of credentials (a region only, as
/// `aws configure` leaves it) is nobody.
pub(crate) fn has_default(config: &Config<'_>) -> bool {
    config.profile("default").is_some_and(|profile| !is_nobody(&profile))
}

/// Whether this is a `default` without any source of credentials: defaults of other profiles, nobody to be.
pub(crate) fn is_nobody(profile: &Profile<'_>) -> bool {
    profile.name() == "default" && !has_source(profile)
}

/// The session that is meant: the named one; that of the profile somebody named; that of the settings; that of the
/// profile `default`, if it has one; the only one there is; the one that a person picks.
pub(crate) fn session(context: &Context, files: &Files, named: Option<&str>) -> Result<Session, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let profile = context.named_profile();
    let failed = |error: Error| context.credentials_failed(&error);
    let by_name = |name: &str| session_named(&config, &settings, name, profile.as_deref()).map_err(failed);
    if let Some(name) = named {
        return by_name(name);
    }
    if let Some(profile) = &profile {
        return session_of_profile(&config, &settings, profile).map_err(failed);
    }
    // Settings with a mistake stop no sign-in; who needs more of them reads them, too.
    let preferences = context.preferences().ok();
    if let Some((name, place)) = preferences.as_ref().and_then(|settings| settings.sso_session()) {
        return by_name(name).map_err(|report| report.fact("set by", place));
    }
    let default = config.profile("default").filter(|default| !is_nobody(default));
    if let Some(default) = default {
        match session_of_profile(&config, &settings, "default") {
            Ok(session) => return Ok(session),
            Err(error) if has_sso_keys(&default) => return Err(failed(error)),
            // Other credentials: there is no session in them.
            Err(_) => {}
        }
    }
    let all: Vec<_> = config.sso_sessions().map(|section| section.name()).collect();
    match all.as_slice() {
        [] => legacy(context, files),
        [only] => by_name(only),
        several => by_name(pick(context, several, "--sso-session")?),
    }
}

/// The session that a bare word means: that of this name, else that of the profile of this name.
pub(crate) fn session_or_profile(context: &Context, files: &Files, word: &str) -> Result<Session, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let session = match (config.sso_session(word), config.profile(word)) {
        (Some(_), profile) => {
            if profile.is_some_and(|profile| profile.get("sso_session") != Some(word)) {
                context.ui.say(format!("{word} is a session and a profile; the session is meant."));
            }
            session_named(&config, &settings, word, None)
        }
        (None, Some(_)) => session_of_profile(&config, &settings, word),
        // Whichever name is like it.
        (None, None) => session_of_profile(&config, &settings, word).or_else(|lost| {
            session_named(&config, &settings, word, None).map_err(|other| closer(lost, other))
        }),
    };
    session.map_err(|error| context.credentials_failed(&error))
}

/// Of two failures to find a name the one that knows a name like it.
fn closer(profile: Error, session: Error) -> Error {
    match session.remedy() {
        Some(Remedy::Meant { .. }) => session,
        _ => profile,
    }
}

/// The only portal of profiles that have the keys of one of their own.
fn legacy(context: &Context, files: &Files) -> Result<Session, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let mut seen = HashSet::new();
    let (mut names, mut sessions) = (Vec::new(), Vec::new());
    for profile in config.profiles().filter(|profile| profile.get("sso_start_url").is_some()) {
        let Ok(session) = session_of_profile(&config, &settings, profile.name()) else { continue };
        if seen.insert(session.token_key().to_string()) {
            names.push(profile.name());
            sessions.push(session);
        }
    }
    if names.is_empty() {
        let message = "no sso-session is configured";
        return Err(Report::new(Exit::Configuration, message).mend(["daypass", "configure", "sso"]));
    }
    let at = if names.len() == 1 {
        0
    } else {
        let picked = pick(context, &names, "--profile")?;
        names.iter().position(|name| *name == picked).unwrap_or(0)
    };
    Ok(sessions.swap_remove(at))
}

/// Which of several: a person says it, or the flag that would have.
fn pick<'a>(context: &Context, names: &[&'a str], flag: &str) -> Result<&'a str, Report> {
    if !context.ui.prompts() {
        let message =
            format!("{} sessions are configured, and {flag} does not say which is meant", names.len());
        return Err(Report::new(Exit::Usage, message).fact("sessions", names.join(", ")));
    }
    let labels: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    let at = context.block_on(async { prompt::pick(&context.ui, "Which session", &labels, 0) })?;
    names.get(at).copied().ok_or_else(Report::interrupted)
}
