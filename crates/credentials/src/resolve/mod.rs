//! Resolves a profile to its session, account and role, to its chain of roles, or to its static keys.

mod chain_lengths;
mod hops;
mod reader;
mod role_chain;
mod session;
mod source;

use self::chain_lengths::ChainLengths;
use self::hops::too_long;
use self::reader::{KnownSessions, Reader, find, no_source};
use crate::{Endpoints, Error, Plan, Session, Settings};
use daypass_config_parse::{Config, Profile};
use std::{cell::OnceCell, collections::BTreeSet, sync::Arc};

/// Reads how a profile gets its credentials. As in the AWS CLI, `role_arn` wins over SSO keys, and these over static
/// keys. A `credential_process` that is this program (`daypass credential-process --profile P`) leads to profile P.
///
/// # Errors
/// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration); [`Error::fault`] says what is wrong,
/// [`Error::remedy`] what would fix it.
pub fn resolve(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Plan, Error> {
    Resolver::new(config, settings).resolve(name)
}

/// Resolves many profiles of one config; a session that they share is read once.
#[derive(Debug)]
pub struct Resolver<'c> {
    config: &'c Config<'c>,
    settings: &'c Settings,
    sessions: KnownSessions<'c>,
    /// The endpoints of all profiles that set none.
    endpoints: OnceCell<Endpoints>,
    chains: ChainLengths,
}

impl<'c> Resolver<'c> {
    /// Prepares to resolve profiles of a config.
    pub fn new(config: &'c Config<'_>, settings: &'c Settings) -> Self {
        Self {
            config,
            settings,
            sessions: KnownSessions::default(),
            endpoints: OnceCell::new(),
            chains: ChainLengths::default(),
        }
    }

    /// Reads how a profile gets its credentials.
    ///
    /// # Errors
    /// As [`resolve`].
    pub fn resolve(&self, name: &str) -> Result<Plan, Error> {
        let profile = find(self.config, name, None)?;
        let whole = || {
            if profile.text("role_arn").is_some() && self.chains.is_too_long(self.config, name) {
                return Err(too_long(name));
            }
            let read = |profile| Endpoints::of(self.settings, self.config, profile);
            let endpoints = match Endpoints::are_set_in(&profile) {
                true => read(Some(&profile)),
                false => self.endpoints.get_or_init(|| read(None)).clone(),
            };
            let reader = self.reader(&profile, &endpoints);
            let (region, source) = (reader.region(&profile)?, reader.source(&profile, &mut Vec::new())?);
            Ok(Plan::for_profile(name, region, endpoints, source))
        };
        whole().map_err(|error: Error| error.with_profile(name))
    }

    fn reader<'a>(&'a self, asked: &'a Profile<'a>, endpoints: &'a Endpoints) -> Reader<'a, 'c> {
        Reader { config: self.config, settings: self.settings, asked, endpoints, sessions: &self.sessions }
    }
}

/// Returns the session that a profile signs in to, even if its account and role are missing. For a profile with
/// `role_arn`, it is the session at the end of the chain, and the SSO keys of the profile itself are ignored.
///
/// # Errors
/// As [`resolve`]. A profile that contradicts its session is an error, because each use of it would fail.
pub fn session_of_profile(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Session, Error> {
    let profile = find(config, name, None)?;
    if profile.text("role_arn").is_some()
        && let Ok(plan) = resolve(config, settings, name)
        && let Some(session) = plan.session()
    {
        return Ok(session.clone());
    }
    let direct = ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];
    if direct.iter().any(|key| profile.text(key).is_some()) {
        let endpoints = Endpoints::of(settings, config, Some(&profile));
        let resolver = Resolver::new(config, settings);
        let session = resolver.reader(&profile, &endpoints).session(&profile);
        return session.map(Arc::unwrap_or_clone).map_err(|error| error.with_profile(name));
    }
    let plan = resolve(config, settings, name)?;
    plan.session().cloned().ok_or_else(|| no_source(&profile).with_profile(name))
}

/// Lists each session of a config that can be signed in to once: the sso-sessions, then the portals of legacy profiles.
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

/// Returns the sso-session of this name. Its endpoints come from the environment and from `profile`.
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
    session::complete(&section, Endpoints::of(settings, config, profile.as_ref()))
}
