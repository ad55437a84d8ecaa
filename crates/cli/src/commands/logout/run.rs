//! `daypass logout`: removes the files of a sign-in, then revokes the tokens at AWS; it works offline, too.

use super::{Logout, console};
use crate::{
    context::{Context, Files},
    exit::Exit,
    report::{Report, clean},
    session_choice,
};
use daypass_credentials::{
    Endpoints, Session, SignInFile, SignOutScope, SignedOut, Unrevoked, session_named, session_of_profile,
};
use daypass_login_session::{LoginSessions, StoredSession};
use daypass_token_cache::time;
use serde_json::json;

pub(crate) fn run(context: &Context, flags: &Logout) -> Result<Exit, Report> {
    let form = context.output_form(&["text", "json"])?;
    // Signing out of all sessions does not need the config file.
    let names_one = flags.name.is_some()
        || flags.sso_session.is_some()
        || (context.global.profile.is_some() && !flags.all);
    let files = if names_one { context.files()? } else { context.files_in_any_encoding()? };
    if let Some(session) = console::target(context, flags, &files.config()) {
        return console::run(context, form, flags.dry_run, &files.config(), &session);
    }
    let provider = context.provider(None)?;
    let session = target(context, flags, &files)?;
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let whose = session.as_ref().map_or(SignOutScope::All, SignOutScope::Session);
    let found = provider
        .sign_in_files(&config, &settings, whose)
        .map_err(|error| Report::new(Exit::Failed, "cannot list the caches").cause(&error))?;
    let of_all = provider.login_sessions().filter(|_| session.is_none() && !flags.keeps_console);
    let consoles = of_all.map(LoginSessions::stored_sessions).unwrap_or_default();
    let mut done = SignedOut::default();
    let mut stuck = Vec::new();
    if !flags.dry_run {
        if !found.is_empty() {
            context.changes.note("files of the sign-in were removed".to_owned());
        }
        let profile = config.profile(&context.profile());
        let endpoints = Endpoints::of(&settings, &config, profile.as_ref());
        done = context.block_on(async { Ok(provider.sign_out(&found, &endpoints).await) })?;
        if session.is_none() {
            // Leftovers of killed writers are removed, too.
            done.removed += provider.tokens().sweep() + provider.roles().sweep();
        }
        if of_all.is_some() {
            stuck = context.block_on(async { Ok(console::remove_all(&provider).await) })?;
        }
    }
    for name in crate::exported_profiles::remove(context, session.as_ref(), !flags.dry_run)? {
        let verb = if flags.dry_run { "would remove" } else { "removed" };
        context.ui.say(format!("{verb}  profile {} from the credentials file", clean(&name)));
    }
    let labels = consoles.iter().map(|console| match &console.identity {
        Some(identity) => clean(identity.as_str()),
        None => "a console sign-in".to_owned(),
    });
    let signed_out: Vec<_> = names(&found).into_iter().chain(labels).collect();
    tell(context, form, flags.dry_run, &signed_out, (&found, &consoles), (&done, &stuck))?;
    if session.is_some() && !flags.dry_run {
        // `aws sso logout` signs out of all sessions, also with `--profile`.
        let rest = provider.sign_in_files(&config, &settings, SignOutScope::All).unwrap_or_default();
        if let names @ [_, ..] = &*names(&rest) {
            context
                .ui
                .say(format!("Still signed in to {} (--all signs out of all sessions).", names.join(", ")));
        }
    }
    Ok(if done.kept.is_empty() && stuck.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The session to sign out of, if a flag or an argument names it; AWS_PROFILE does not.
fn target(context: &Context, flags: &Logout, files: &Files) -> Result<Option<Session>, Report> {
    if let Some(name) = &flags.name {
        return session_choice::session_or_profile(context, files, name).map(Some);
    }
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let session = match (&flags.sso_session, &context.global.profile) {
        (Some(name), profile) => session_named(&config, &settings, name, profile.as_deref()),
        (None, Some(profile)) if !flags.all => session_of_profile(&config, &settings, profile),
        _ => return Ok(None),
    };
    session.map(Some).map_err(|error| context.credentials_failed(&error))
}

fn tell(
    context: &Context,
    form: &str,
    dry_run: bool,
    signed_out: &[String],
    (found, consoles): (&[SignInFile], &[StoredSession]),
    (done, stuck): (&SignedOut, &[String]),
) -> Result<(), Report> {
    let of_sessions = found.iter().map(|one| (one.file.content.describe(), &one.file.path));
    let of_consoles = consoles.iter().map(|one| ("console sign-in", &one.path));
    let files: Vec<_> =
        of_sessions.chain(of_consoles).map(|(kind, path)| (kind, context.paths.pretty(path))).collect();
    let unrevoked: Vec<_> = done.unrevoked.iter().map(unrevoked_reason).collect();
    let kept: Vec<_> = done.kept.iter().map(ToString::to_string).chain(stuck.iter().cloned()).collect();
    if form == "json" {
        let files: Vec<_> = files.iter().map(|(kind, path)| json!({ "kind": kind, "file": path })).collect();
        let text = json!({
            "dry_run": dry_run,
            "signed_out": signed_out,
            "files": files,
            "revoked": done.revoked,
            "not_revoked": unrevoked,
            "not_removed": kept,
        });
        return context.print_json(&text);
    }
    let ui = &context.ui;
    for source in done.unrevoked.iter().filter_map(|one| std::error::Error::source(one.reason.as_ref()?)) {
        ui.log(1, source.to_string());
    }
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
    unrevoked.iter().chain(&kept).for_each(|text| ui.warn(text));
    Ok(())
}

/// The labels of the sessions with a token.
fn names(found: &[SignInFile]) -> Vec<String> {
    found.iter().filter(|one| one.token().is_some()).map(|one| clean(&one.label)).collect()
}

/// Why a token is not revoked at AWS.
fn unrevoked_reason(token: &Unrevoked) -> String {
    let why = match &token.reason {
        None => "its region is not known".to_owned(),
        Some(error) => format!("{error}; the token ends by itself at {}", time::format(token.expires_at)),
    };
    format!("{}: {why}", clean(&token.label))
}
