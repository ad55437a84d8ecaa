//! `daypass logout`: removes the files of a sign-in, then revokes the tokens at AWS; it works offline, too.

use super::{Logout, console};
use crate::{
    context::{Context, Files},
    exit::Exit,
    report::Report,
    session_choice,
};
use daypass_at_terminal::{SignOutReport, signed_in_to};
use daypass_credentials::{Endpoints, Session, SignOutScope, SignedOut, session_named, session_of_profile};
use daypass_login_session::LoginSessions;
use daypass_terminal::clean;

pub(crate) fn run(context: &Context, flags: &Logout) -> Result<Exit, Report> {
    let form = context.output_form(&["text", "json"])?;
    // Signing out of all sessions does not need the config file.
    let names_one = flags.name.is_some()
        || flags.sso_session.is_some()
        || (context.global.profile.is_some() && !flags.all);
    let files = if names_one { context.files()? } else { context.home().read_in_any_encoding()? };
    if let Some(login) = console::target(context, flags, &files.config()) {
        return console::run(context, form, flags, &files.config(), &login);
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
    let mut report = SignOutReport::default();
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
            let consoles = console::remove_all(&provider, flags, &endpoints, &mut report);
            context.block_on(async {
                consoles.await;
                Ok(())
            })?;
        }
    }
    for name in crate::exported_profiles::remove(context, session.as_ref(), !flags.dry_run)? {
        let verb = if flags.dry_run { "would remove" } else { "removed" };
        context.ui.say(format!("{verb}  profile {} from the credentials file", clean(&name)));
    }
    report.dry_run = flags.dry_run;
    report.found(&found, &consoles, |path| context.paths.pretty(path));
    let has_failed = !report.not_revoked.is_empty();
    report.done(&done);
    for source in done.unrevoked.iter().filter_map(|one| std::error::Error::source(one.reason.as_ref()?)) {
        context.ui.log(1, source.to_string());
    }
    if done.removed > 0 {
        context.ui.log(1, format!("{} files removed, {} tokens revoked", done.removed, done.revoked));
    }
    match form {
        "json" => context.print_json(&report.to_json())?,
        _ => report.say(&context.ui),
    }
    if session.is_some() && !flags.dry_run {
        // `aws sso logout` signs out of all sessions, also with `--profile`.
        let rest = provider.sign_in_files(&config, &settings, SignOutScope::All).unwrap_or_default();
        if let names @ [_, ..] = &*signed_in_to(&rest) {
            context
                .ui
                .say(format!("Still signed in to {} (--all signs out of all sessions).", names.join(", ")));
        }
    }
    Ok(if report.not_removed.is_empty() && !has_failed { Exit::Done } else { Exit::Failed })
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
