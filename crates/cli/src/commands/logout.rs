//! `daypass logout`: what is on this machine goes first, then AWS is told; so it works offline too.

use crate::{
    args::Logout,
    context::{Context, Files},
    exit::Exit,
    report::{Report, clean},
};
use daypass_credentials::{Endpoints, Provider, Session, session_named, session_of_profile};
use daypass_portal_client::{Client, ErrorKind};
use daypass_sso_types::Region;
use daypass_token_cache::{CacheKey, Content, Entry, Flow, Store, Token};
use daypass_transport::Service;
use serde_json::json;

pub(crate) fn run(context: &Context, flags: &Logout) -> Result<Exit, Report> {
    let form = context.form(&["text", "json"])?;
    // Signing out of everything takes nothing that stands in the config file.
    let names_one = flags.sso_session.is_some() || (context.global.profile.is_some() && !flags.all);
    let files = if names_one { context.files()? } else { context.files_in_any_encoding()? };
    let provider = context.provider(None)?;
    let session = target(context, flags, &files)?;
    let found = match &session {
        Some(session) => of_session(&files, &provider, session),
        None => of_everybody(&provider)
            .map_err(|error| Report::new(Exit::Failed, "the caches cannot be listed").cause(&error))?,
    };
    let mut done = Done::default();
    if !flags.dry_run {
        for entry in &found {
            match entry.remove() {
                Ok(_) => done.removed += 1,
                Err(error) => done.failed.push(error.to_string()),
            }
        }
        if session.is_none() {
            // So may what killed writers left behind.
            done.removed += provider.tokens().sweep() + provider.roles().sweep();
        }
        let tokens = found.iter().filter_map(token);
        let endpoints = Endpoints::of(
            &context.sign_in_settings()?,
            &files.config(),
            files.config().profile(&context.profile()).as_ref(),
        );
        for token in tokens {
            context.note_done("files of the sign-in were removed");
            match context.block_on(revoke(context, &provider, &endpoints, token))? {
                Ok(()) => done.revoked += 1,
                Err(why) => done.unrevoked.push(format!("{}: {why}", name(token))),
            }
        }
    }
    for name in super::written::remove(context, session.as_ref(), !flags.dry_run)? {
        let verb = if flags.dry_run { "would remove" } else { "removed" };
        context.ui.say(format!("{verb}  profile {} from the credentials file", clean(&name)));
    }
    tell(context, form, flags.dry_run, &names(&found, &files), &found, &done)?;
    Ok(if done.failed.is_empty() { Exit::Done } else { Exit::Failed })
}

#[derive(Default)]
struct Done {
    removed: usize,
    revoked: usize,
    unrevoked: Vec<String>,
    failed: Vec<String>,
}

/// One session where one is named by a flag; a profile that only the environment names does not narrow it.
fn target(context: &Context, flags: &Logout, files: &Files) -> Result<Option<Session>, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let session = match (&flags.sso_session, &context.global.profile) {
        (Some(name), profile) => session_named(&config, &settings, name, profile.as_deref()),
        (None, Some(profile)) if !flags.all => session_of_profile(&config, &settings, profile),
        _ => return Ok(None),
    };
    session.map(Some).map_err(|error| context.credentials_failed(&error))
}

fn of_session(files: &Files, provider: &Provider, session: &Session) -> Vec<Entry> {
    let registration = session.registration_key();
    let mut tokens = vec![session.token_key()];
    tokens.extend([Flow::AuthorizationCode, Flow::Device].map(|flow| registration.slot(flow)));
    let roles = files.role_keys(session);
    let find = |store: &Store, keys: &[CacheKey]| {
        let entries = store.entries().unwrap_or_default();
        entries
            .into_iter()
            .filter(|entry| entry.key().is_some_and(|key| keys.contains(&key)))
            .collect::<Vec<_>>()
    };
    let mut found = find(provider.tokens(), &tokens);
    found.extend(find(provider.roles(), &roles));
    found
}

/// Every token, registration and damaged cache file, and the role credentials of IAM Identity Center.
fn of_everybody(provider: &Provider) -> Result<Vec<Entry>, daypass_token_cache::Error> {
    let mut found = provider.tokens().entries()?;
    found.retain(|entry| match &entry.content {
        // What was set aside may still hold a token.
        Content::Token(_) | Content::SetAside => true,
        // Registrations of older tools are named otherwise and are not ours to remove.
        Content::Registration(_) | Content::Corrupt(_) => entry.key().is_some(),
        _ => false,
    });
    let roles = provider.roles().entries()?;
    found.extend(
        roles.into_iter().filter(|entry| matches!(&entry.content, Content::Role(role) if role.is_sso())),
    );
    Ok(found)
}

async fn revoke(
    context: &Context,
    provider: &Provider,
    endpoints: &Endpoints,
    token: &Token,
) -> Result<Result<(), String>, Report> {
    let Some(region) = token.region.as_deref().and_then(|region| Region::new(region).ok()) else {
        return Ok(Err("its region is not known".to_owned()));
    };
    let endpoint = endpoints.endpoint(Service::Portal, &region);
    let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
    let answer = Client::new(provider.caller().clone(), endpoint).logout(&token.access_token).await;
    Ok(match answer {
        Ok(()) => Ok(()),
        // A token that AWS does not know any more needs no revoking.
        Err(error) if error.kind() == ErrorKind::Unauthorized => Ok(()),
        Err(error) => {
            context.ui.log(1, error.to_string());
            Err(format!(
                "AWS could not be told; the token ends by itself at {}",
                crate::format::time::rfc3339(token.expires_at)
            ))
        }
    })
}

fn tell(
    context: &Context,
    form: &str,
    dry_run: bool,
    signed_out: &[String],
    found: &[Entry],
    done: &Done,
) -> Result<(), Report> {
    let files: Vec<_> =
        found.iter().map(|entry| (kind(&entry.content), context.paths.pretty(&entry.path))).collect();
    if form == "json" {
        let files: Vec<_> = files.iter().map(|(kind, path)| json!({ "kind": kind, "file": path })).collect();
        let text = json!({
            "dry_run": dry_run,
            "signed_out": signed_out,
            "files": files,
            "revoked": done.revoked,
            "not_revoked": done.unrevoked,
            "not_removed": done.failed,
        });
        return context.print_json(&text);
    }
    let ui = &context.ui;
    if dry_run {
        for (kind, path) in &files {
            ui.say(format!("would remove  {kind:<17}  {path}"));
        }
    }
    match (signed_out, dry_run) {
        ([], false) => ui.say("Nobody was signed in."),
        (names, false) => ui.say(format!("Signed out of {}.", names.join(", "))),
        ([], true) => ui.say("Nobody is signed in; nothing was changed."),
        (names, true) => ui.say(format!("Would sign out of {}; nothing was changed.", names.join(", "))),
    }
    if done.removed > 0 {
        ui.log(1, format!("{} files removed, {} tokens revoked", done.removed, done.revoked));
    }
    done.unrevoked.iter().chain(&done.failed).for_each(|text| ui.warn(text));
    Ok(())
}

fn token(entry: &Entry) -> Option<&Token> {
    match &entry.content {
        Content::Token(token) => Some(token),
        _ => None,
    }
}

/// The sessions that end, by name where the config knows the file, else by start URL.
fn names(found: &[Entry], files: &Files) -> Vec<String> {
    let config = files.config();
    let known: Vec<_> = config
        .sso_sessions()
        .map(|section| (CacheKey::for_session(section.name()), section.name()))
        .collect();
    let named = |entry: &Entry| {
        known.iter().find(|(key, _)| Some(key) == entry.key().as_ref()).map(|(_, name)| clean(name))
    };
    let tokens = found.iter().filter_map(|entry| Some((entry, token(entry)?)));
    tokens.map(|(entry, token)| named(entry).unwrap_or_else(|| name(token))).collect()
}

fn name(token: &Token) -> String {
    clean(token.start_url.as_deref().unwrap_or("a session without start URL"))
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Token(_) => "token",
        Content::Registration(_) => "registration",
        Content::Role(_) => "role credentials",
        _ => "damaged file",
    }
}
