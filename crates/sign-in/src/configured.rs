//! Finds the session to sign in to in the config, by name or without one, and the profiles that use a session.

use daypass_config_parse::{Batch, Config, SectionName};
use daypass_credentials::{
    Error, Session, Settings, has_source, has_sso_keys, session_named, session_of_profile,
};
use daypass_sso_types::{Region, Remedy};
use std::collections::HashSet;

/// The sessions that a command without a session name can mean.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "one session, several named or unnamed ones, or none")]
pub enum UnnamedSession {
    /// The config leaves one choice.
    One(Box<Session>),
    /// The config has several `sso-session` sections, with these names.
    Sessions(Vec<String>),
    /// The config has no `sso-session` section, and several profiles with different SSO keys of their own.
    Profiles(Vec<(String, Session)>),
    /// The config has no session.
    None,
}

/// Chooses the session when none is named: that of the profile `default`, else the only session of the config.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credentials::Settings;
/// use daypass_sign_in::{UnnamedSession, unnamed_session};
///
/// let found = |text: &str| {
///     let file = Document::parse(text);
///     unnamed_session(&Config::new(&file, None, Dialect::AwsCli), &Settings::default())
/// };
/// let one = "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n";
/// let two = format!("{one}[sso-session b]\nsso_start_url = https://b.awsapps.com/start\nsso_region = eu-west-1\n");
/// assert!(matches!(found(one)?, UnnamedSession::One(session) if session.label() == "a"));
/// assert!(matches!(found(&two)?, UnnamedSession::Sessions(names) if names == ["a", "b"]));
/// let default = format!("{two}[default]\nsso_session = b\n");
/// assert!(matches!(found(&default)?, UnnamedSession::One(session) if session.label() == "b"));
/// assert!(matches!(found("")?, UnnamedSession::None));
/// # Ok::<(), daypass_credentials::Error>(())
/// ```
///
/// # Errors
/// Fails if the chosen session lacks a required key.
pub fn unnamed_session(config: &Config<'_>, settings: &Settings) -> Result<UnnamedSession, Error> {
    // A `[default]` without a source of credentials only holds defaults for other profiles.
    if let Some(default) = config.profile("default").filter(has_source) {
        match session_of_profile(config, settings, "default") {
            Ok(session) => return Ok(UnnamedSession::One(Box::new(session))),
            Err(error) if has_sso_keys(&default) => return Err(error),
            // `default` has credentials of another kind, and so no session.
            Err(_) => {}
        }
    }
    let names: Vec<_> = config.sso_sessions().map(|section| section.name().to_owned()).collect();
    match names.as_slice() {
        [] => Ok(of_profiles(config, settings)),
        [only] => {
            session_named(config, settings, only, None).map(|session| UnnamedSession::One(Box::new(session)))
        }
        _ => Ok(UnnamedSession::Sessions(names)),
    }
}

/// Collects the sessions of profiles with `sso_start_url` of their own (legacy form), each session once.
fn of_profiles(config: &Config<'_>, settings: &Settings) -> UnnamedSession {
    let mut seen = HashSet::new();
    let mut sessions = Vec::new();
    for profile in config.profiles().filter(|profile| profile.get("sso_start_url").is_some()) {
        let Ok(session) = session_of_profile(config, settings, profile.name()) else { continue };
        if seen.insert(session.token_key()) {
            sessions.push((profile.name().to_owned(), session));
        }
    }
    match sessions.len() {
        0 => UnnamedSession::None,
        1 => sessions.pop().map_or(UnnamedSession::None, |(_, only)| UnnamedSession::One(Box::new(only))),
        _ => UnnamedSession::Profiles(sessions),
    }
}

/// Finds the session called `name`, else the session of the profile called `name`.
///
/// The flag is true if both exist and the profile uses another session.
///
/// # Errors
/// Fails if the config has neither, with the most similar name as remedy, or if the session lacks a required key.
pub fn session_called(
    config: &Config<'_>,
    settings: &Settings,
    name: &str,
) -> Result<(Session, bool), Error> {
    match (config.sso_session(name), config.profile(name)) {
        (Some(_), profile) => {
            let is_other = profile.is_some_and(|profile| profile.get("sso_session") != Some(name));
            Ok((session_named(config, settings, name, None)?, is_other))
        }
        (None, Some(_)) => Ok((session_of_profile(config, settings, name)?, false)),
        (None, None) => {
            let no_profile = match session_of_profile(config, settings, name) {
                Ok(session) => return Ok((session, false)),
                Err(error) => error,
            };
            match session_named(config, settings, name, None) {
                Ok(session) => Ok((session, false)),
                // The error that suggests a similar name is the more useful of the two.
                Err(error) if matches!(error.remedy(), Some(Remedy::Meant { .. })) => Err(error),
                Err(_) => Err(no_profile),
            }
        }
    }
}

/// Lists the names of the profiles that use this session, in file order.
pub fn profiles_of(config: &Config<'_>, session: &Session) -> Vec<String> {
    let settings = Settings::default();
    let uses = |name: &str| {
        session_of_profile(config, &settings, name)
            .is_ok_and(|other| other.token_key() == session.token_key())
    };
    config.profiles().map(|profile| profile.name().to_owned()).filter(|name| uses(name)).collect()
}

/// Builds the edit that sets `sso_region` to the portal's actual region ([`SignedIn::region`]).
///
/// It changes the `sso-session` section, or for an unnamed session each profile with its keys; `None` if the config has
/// no such section.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credentials::{Settings, session_named};
/// use daypass_sign_in::region_correction;
///
/// let text = "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\n";
/// let mut file = Document::parse(text);
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// let session = session_named(&config, &Settings::default(), "a", None)?;
/// let edits = region_correction(&config, &session, &"eu-west-1".parse()?).expect("it is there");
/// file.apply_for_aws_cli(&edits)?;
/// assert_eq!(file.as_bytes(), text.replace("us-east-1", "eu-west-1").as_bytes());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`SignedIn::region`]: crate::SignedIn::region
pub fn region_correction(config: &Config<'_>, session: &Session, region: &Region) -> Option<Batch> {
    let sections: Vec<_> = match &session.name {
        Some(name) => config.sso_session(name).map(|_| SectionName::sso_session(name)).into_iter().collect(),
        None => profiles_of(config, session).into_iter().map(SectionName::profile).collect(),
    };
    let edits = Batch::new();
    let edits =
        sections.iter().fold(edits, |edits, section| edits.set(section, "sso_region", region.as_str()));
    (!sections.is_empty()).then_some(edits)
}
