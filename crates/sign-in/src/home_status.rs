//! The sessions and profiles of this home, and how long each is valid.

use super::Status;
use crate::{
    context::{Context, Files},
    exit::Exit,
    machine,
    other_tool_profiles::first_steps,
    report::Report,
    session_choice,
};
use daypass_credentials::{Endpoints, Plan, Provider, Resolver, Session, session_of_profile, sessions};
use daypass_sign_in::{Lifetime, SignInStatus, Unverified};
use std::time::SystemTime;

/// The sessions and profiles that `status` shows.
pub(super) struct View {
    pub(super) sessions: Vec<(Session, SignInStatus)>,
    pub(super) profiles: Vec<(Plan, Option<Lifetime>)>,
    pub(super) now: SystemTime,
    /// The command to begin with where there is no session.
    pub(super) first_steps: Vec<String>,
}

impl View {
    pub(super) fn gather(context: &Context, flags: &Status) -> Result<Self, Report> {
        let files = context.files()?;
        let provider = context.provider(None)?;
        let (config, settings) = (files.config(), context.sign_in_settings()?);
        let named =
            flags.name.as_deref().map(|name| session_choice::session_or_profile(context, &files, name));
        let named = named.transpose()?;
        let profiles = profiles(context, &files, &provider, named.as_ref())?;
        // One session if a session or a profile is named; else all sessions, with those that no config file has.
        let (sessions, others) = match (named, &context.global.profile) {
            (Some(session), _) => (vec![session], Vec::new()),
            (None, Some(name)) => {
                let session = session_of_profile(&config, &settings, name);
                (vec![session.map_err(|error| context.credentials_failed(&error))?], Vec::new())
            }
            (None, None) => {
                let sessions = sessions(&config, &settings);
                let endpoints = Endpoints::of(&settings, &config, None);
                let others = SignInStatus::of_others(&provider, &sessions, &endpoints, machine::now());
                (sessions, others)
            }
        };
        let sessions = sessions.into_iter().map(|session| {
            let standing = SignInStatus::of(&provider, &session);
            (session, standing)
        });
        let mut sessions: Vec<_> = sessions.chain(others).collect();
        if flags.verify {
            context.block_on(async {
                for (session, standing) in sessions.iter_mut().filter(|(_, standing)| standing.is_good()) {
                    *standing =
                        SignInStatus::verified(&provider, session).await.map_err(|error| match error {
                            Unverified::Credentials(error) => context.credentials_failed(&error),
                            Unverified::Portal(error) => context.portal_failed(&error, session),
                        })?;
                }
                Ok(())
            })?;
        }
        let first_steps = if sessions.is_empty() { first_steps(context) } else { Vec::new() };
        Ok(Self { sessions, profiles, now: machine::now(), first_steps })
    }

    pub(super) fn exit(&self) -> Exit {
        let is_good = self.sessions.iter().all(|(_, standing)| standing.is_good());
        if is_good { Exit::Done } else { Exit::LoginRequired }
    }
}

/// The profiles with a session, and how long their cached credentials are valid.
fn profiles(
    context: &Context,
    files: &Files,
    provider: &Provider,
    named: Option<&Session>,
) -> Result<Vec<(Plan, Option<Lifetime>)>, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let chosen = |name: &str| context.global.profile.as_deref().is_none_or(|wanted| wanted == name);
    let plans = config.profiles().filter(|profile| chosen(profile.name()));
    let resolver = Resolver::new(&config, &settings);
    let plans = plans.filter_map(|profile| resolver.resolve(profile.name()).ok());
    let named = named.map(Session::token_key);
    let uses = |own: &Session| named.is_none_or(|named| named == own.token_key());
    let plans: Vec<_> = plans.filter(|plan| plan.session().is_some_and(uses)).collect();
    let good = Lifetime::of_all(provider, &plans);
    Ok(plans.into_iter().zip(good).collect())
}
