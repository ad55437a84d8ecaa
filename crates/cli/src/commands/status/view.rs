//! What there is to show: the sessions and profiles of this home, each with how long it is good.

use super::Status;
use super::state::{Good, State, verify};
use crate::{
    context::{Context, Files},
    exit::Exit,
    host,
    report::Report,
    subject,
};
use daypass_credentials::{Endpoints, Plan, Provider, Session, SessionState, resolve, session_of_profile};
use daypass_sso_types::{Region, StartUrl};
use daypass_token_cache::{CacheKey, Content};
use std::{collections::BTreeSet, time::SystemTime};

/// What there is to show.
pub(super) struct View {
    pub(super) sessions: Vec<(Session, State)>,
    pub(super) profiles: Vec<(Plan, Option<Good>)>,
    pub(super) now: SystemTime,
}

impl View {
    pub(super) fn gather(context: &Context, flags: &Status) -> Result<Self, Report> {
        let files = context.files()?;
        let provider = context.provider(None)?;
        let named = flags.name.as_deref().map(|name| subject::session_or_profile(context, &files, name));
        let named = named.transpose()?;
        let profiles = profiles(context, &files, &provider, named.as_ref())?;
        let sessions = sessions(context, &files, named)?.into_iter().map(|session| {
            let state = State::of(&provider, &session);
            (session, state)
        });
        let mut sessions: Vec<_> = sessions.collect();
        if context.global.profile.is_none() && flags.name.is_none() {
            let own = sessions.iter().map(|(session, _)| session.token_key()).collect();
            sessions.extend(unconfigured(context, &files, &provider, &own)?);
        }
        if flags.verify {
            context.block_on(async {
                for (session, state) in sessions.iter_mut().filter(|(_, state)| state.is_good()) {
                    *state = verify(context, &provider, session).await?;
                }
                Ok(())
            })?;
        }
        Ok(Self { sessions, profiles, now: host::now() })
    }

    pub(super) fn exit(&self) -> Exit {
        let is_good = self.sessions.iter().all(|(_, state)| state.is_good());
        if is_good { Exit::Done } else { Exit::LoginRequired }
    }
}

/// Every session of the config, by name or by a legacy profile; one alone where a profile is named by flag.
fn sessions(context: &Context, files: &Files, named: Option<Session>) -> Result<Vec<Session>, Report> {
    if let Some(session) = named {
        return Ok(vec![session]);
    }
    let settings = context.sign_in_settings()?;
    let config = files.config();
    if let Some(name) = &context.global.profile {
        let session = session_of_profile(&config, &settings, name);
        return Ok(vec![session.map_err(|error| context.credentials_failed(&error))?]);
    }
    Ok(daypass_credentials::sessions(&config, &settings))
}

/// Good sign-ins that no config file names: by start URL alone, or to a session whose profile was not written. Their
/// name, if they have one, is nowhere; the start URL stands for it.
fn unconfigured(
    context: &Context,
    files: &Files,
    provider: &Provider,
    own: &BTreeSet<CacheKey>,
) -> Result<Vec<(Session, State)>, Report> {
    let endpoints = Endpoints::of(&context.sign_in_settings()?, &files.config(), None);
    let found = provider.tokens().entries().unwrap_or_default().into_iter().filter_map(|entry| {
        let Content::Token(token) = &entry.content else { return None };
        let is_other = entry.key().is_some_and(|key| !own.contains(&key));
        let (url, region) = (token.start_url.as_deref()?, token.region.as_deref()?);
        let (url, region) = (StartUrl::new(url).ok()?, Region::new(region).ok()?);
        let good = Good::of(token.expires_at, Some(&entry.path));
        let state = State::Stored(SessionState::SignedIn(token.as_ref().clone()), Some(good));
        let is_good = is_other && token.expires_at > host::now();
        is_good.then(|| (Session::new(None, url, region, endpoints.clone()), state))
    });
    Ok(found.collect())
}

/// Profiles that get credentials through a session, and until when those they have are good.
fn profiles(
    context: &Context,
    files: &Files,
    provider: &Provider,
    named: Option<&Session>,
) -> Result<Vec<(Plan, Option<Good>)>, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let chosen = |name: &str| context.global.profile.as_deref().is_none_or(|wanted| wanted == name);
    let plans = config.profiles().filter(|profile| chosen(profile.name()));
    let plans = plans.filter_map(|profile| resolve(&config, &settings, profile.name()).ok());
    Ok(plans
        .filter(|plan| {
            plan.session().is_some_and(|own| named.is_none_or(|named| named.token_key() == own.token_key()))
        })
        .map(|plan| {
            let until = provider.kept_until(&plan);
            let file = plan.cache_key().map(|key| context.paths.cli_cache.join(key.file_name()));
            let good = until.map(|until| Good::of(until, file.as_deref()));
            (plan, good)
        })
        .collect())
}
