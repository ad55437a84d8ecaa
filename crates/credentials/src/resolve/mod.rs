//! What a profile means: which session, account and role, which chain of roles, or static keys. The one place that
//! judges it.

mod chain;
mod own_process;
mod reader;
mod session;
mod source;

pub use own_process::pointer_target;

use self::reader::{Reader, find, no_source, optional, text};
use crate::{Endpoints, Error, Plan, Section, Session, Settings};
use daypass_config_parse::{Config, Profile};
use std::collections::BTreeSet;

/// Reads a profile, with the AWS CLI's rules of which keys win: `role_arn` before SSO before static keys. A
/// `credential_process` that is this program (`daypass credential-process --profile P`) means P.
///
/// # Errors
/// Of kind `Configuration`; [`Error::fault`] says what is wrong as a value, [`Error::remedy`] what would fix it.
pub fn resolve(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Plan, Error> {
    let profile = find(config, name, None)?;
    let whole = || {
        let region = match &settings.region {
            Some(region) => Some(region.clone()),
            None => optional(&profile, "region")?,
        };
        let endpoints = Endpoints::of(settings, config, Some(&profile));
        let reader = Reader { config, settings, asked: &profile, endpoints: &endpoints };
        let source = reader.source(&profile, &mut Vec::new())?;
        Ok(Plan::for_profile(name, region, endpoints, source))
    };
    whole().map_err(|error: Error| error.with_profile(name))
}

/// The session that a profile signs in to. Account and role are not asked for. Of a role over another profile it is the
/// session that its credentials come from, whatever keys of IAM Identity Center stand beside the role.
///
/// # Errors
/// As [`resolve`]; a profile that contradicts its session is one, since each use of it would fail.
pub fn session_of_profile(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Session, Error> {
    let profile = find(config, name, None)?;
    if text(&profile, "role_arn").is_some()
        && let Ok(plan) = resolve(config, settings, name)
        && let Some(session) = plan.session()
    {
        return Ok(session.clone());
    }
    let direct = ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];
    if direct.iter().any(|key| text(&profile, key).is_some()) {
        let endpoints = Endpoints::of(settings, config, Some(&profile));
        let reader = Reader { config, settings, asked: &profile, endpoints: &endpoints };
        return reader.session(&profile).map_err(|error| error.with_profile(name));
    }
    let plan = resolve(config, settings, name)?;
    plan.session().cloned().ok_or_else(|| no_source(&profile).with_profile(name))
}

/// Every session of a config that can be signed in to, once: those with a name, then those of profiles that have a
/// portal of their own.
pub fn sessions(config: &Config<'_>, settings: &Settings) -> Vec<Session> {
    let named = config
        .sso_sessions()
        .filter_map(|section| session_named(config, settings, section.name(), None).ok());
    let is_legacy = |profile: &Profile<'_>| {
        profile.get("sso_session").is_none() && profile.get("sso_start_url").is_some()
    };
    let legacy = config.profiles().filter(is_legacy);
    let legacy = legacy.filter_map(|profile| session_of_profile(config, settings, profile.name()).ok());
    let mut known = BTreeSet::new();
    named.chain(legacy).filter(|session| known.insert(session.token_key())).collect()
}

/// A session by its own name; endpoint choices come from the environment and, like everywhere, the profile.
///
/// # Errors
/// As [`resolve`].
pub fn session_named(
    config: &Config<'_>,
    settings: &Settings,
    name: &str,
    profile: Option<&str>,
) -> Result<Session, Error> {
    let section = config.sso_session(name).ok_or_else(|| session::no_session(config, name, None))?;
    let profile = profile.and_then(|profile| config.profile(profile));
    session::complete(
        Some(name.to_owned()),
        &session::Keys {
            section: Section::SsoSession(name.to_owned()),
            start_url: section.get("sso_start_url"),
            region: section.get("sso_region"),
            scopes: section.get("sso_registration_scopes"),
        },
        Endpoints::of(settings, config, profile.as_ref()),
    )
}
