//! Sessions and the config that names them: which is meant where nobody names one, which profiles use one.

use daypass_config_parse::{Batch, Config, SectionName};
use daypass_credentials::{
    Error, Session, Settings, has_source, has_sso_keys, session_named, session_of_profile,
};
use daypass_sso_types::{Region, Remedy};
use std::collections::HashSet;

/// The session where nobody names one.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "one, several of either kind, or none")]
pub enum Unnamed {
    /// This one.
    One(Box<Session>),
    /// One of these, by name.
    Sessions(Vec<String>),
    /// No session has a name; these profiles have a portal of their own each.
    Profiles(Vec<(String, Session)>),
    /// None is configured.
    None,
}

/// The session where nobody names one: that of the profile `default`, if it has one; the only one there is.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credentials::Settings;
/// use daypass_sign_in::{Unnamed, unnamed_session};
///
/// let meant = |text: &str| {
///     let file = Document::parse(text);
///     unnamed_session(&Config::new(&file, None, Dialect::AwsCli), &Settings::default())
/// };
/// let one = "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n";
/// let two = format!("{one}[sso-session b]\nsso_start_url = https://b.awsapps.com/start\nsso_region = eu-west-1\n");
/// assert!(matches!(meant(one)?, Unnamed::One(session) if session.label() == "a"));
/// assert!(matches!(meant(&two)?, Unnamed::Sessions(names) if names == ["a", "b"]));
/// let default = format!("{two}[default]\nsso_session = b\n");
/// assert!(matches!(meant(&default)?, Unnamed::One(session) if session.label() == "b"));
/// assert!(matches!(meant("")?, Unnamed::None));
/// # Ok::<(), daypass_credentials::Error>(())
/// ```
///
/// # Errors
/// The configuration of the one that is meant is missing something.
pub fn unnamed_session(config: &Config<'_>, settings: &Settings) -> Result<Unnamed, Error> {
    // Without any source of credentials it is no more than the defaults of other profiles.
    if let Some(default) = config.profile("default").filter(has_source) {
        match session_of_profile(config, settings, "default") {
            Ok(session) => return Ok(Unnamed::One(Box::new(session))),
            Err(error) if has_sso_keys(&default) => return Err(error),
            // Other credentials: there is no session in them.
            Err(_) => {}
        }
    }
    let names: Vec<_> = config.sso_sessions().map(|section| section.name().to_owned()).collect();
    match names.as_slice() {
        [] => Ok(of_profiles(config, settings)),
        [only] => session_named(config, settings, only, None).map(|session| Unnamed::One(Box::new(session))),
        _ => Ok(Unnamed::Sessions(names)),
    }
}

/// The portals of profiles that have the keys of one of their own, each once.
fn of_profiles(config: &Config<'_>, settings: &Settings) -> Unnamed {
    let mut seen = HashSet::new();
    let mut sessions = Vec::new();
    for profile in config.profiles().filter(|profile| profile.get("sso_start_url").is_some()) {
        let Ok(session) = session_of_profile(config, settings, profile.name()) else { continue };
        if seen.insert(session.token_key()) {
            sessions.push((profile.name().to_owned(), session));
        }
    }
    match sessions.len() {
        0 => Unnamed::None,
        1 => sessions.pop().map_or(Unnamed::None, |(_, only)| Unnamed::One(Box::new(only))),
        _ => Unnamed::Profiles(sessions),
    }
}

/// The session that a bare word means: that of this name, else that of the profile of this name. And whether there is a
/// profile of that name that means another.
///
/// # Errors
/// There is neither, with the name that is like it, if one is; or its configuration is missing something.
pub fn session_of_word(
    config: &Config<'_>,
    settings: &Settings,
    word: &str,
) -> Result<(Session, bool), Error> {
    match (config.sso_session(word), config.profile(word)) {
        (Some(_), profile) => {
            let is_other = profile.is_some_and(|profile| profile.get("sso_session") != Some(word));
            Ok((session_named(config, settings, word, None)?, is_other))
        }
        (None, Some(_)) => Ok((session_of_profile(config, settings, word)?, false)),
        (None, None) => {
            let no_profile = match session_of_profile(config, settings, word) {
                Ok(session) => return Ok((session, false)),
                Err(error) => error,
            };
            match session_named(config, settings, word, None) {
                Ok(session) => Ok((session, false)),
                // Whichever knows a name that is like it.
                Err(error) if matches!(error.remedy(), Some(Remedy::Meant { .. })) => Err(error),
                Err(_) => Err(no_profile),
            }
        }
    }
}

/// The names of the profiles that use this session, in file order.
pub fn profiles_of(config: &Config<'_>, session: &Session) -> Vec<String> {
    let settings = Settings::default();
    let uses = |name: &str| {
        session_of_profile(config, &settings, name)
            .is_ok_and(|other| other.token_key() == session.token_key())
    };
    config.profiles().map(|profile| profile.name().to_owned()).filter(|name| uses(name)).collect()
}

/// The edit by which the config says the region that the portal turned out to be in ([`SignedIn::region`]): in the
/// section of the session, or in the profiles that have a portal of their own. `None` where neither is there.
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
/// file.apply_insisting(&edits)?;
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
