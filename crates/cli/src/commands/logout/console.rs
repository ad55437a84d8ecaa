//! Signs out of console sign-ins (`aws login`): their files are removed. AWS is not asked: it has no such request without
//! a permission of its own.

use super::Logout;
use crate::{context::Context, exit::Exit, report::Report};
use daypass_at_terminal::SignOutReport;
use daypass_config_parse::Config;
use daypass_credentials::{Provider, resolve};
use daypass_login_session::console_login::LoginSession;
use daypass_terminal::few;
use daypass_token_cache::LoginKey;

/// The console sign-in of the profile that a flag or an argument names.
pub(super) fn target(context: &Context, flags: &Logout, config: &Config<'_>) -> Option<LoginSession> {
    if flags.all || flags.sso_session.is_some() {
        return None;
    }
    let name = flags.name.as_deref().filter(|name| config.sso_session(name).is_none());
    let name = name.or(context.global.profile.as_deref())?;
    let plan = resolve(config, &context.sign_in_settings().ok()?, name).ok()?;
    plan.login().map(|profile| profile.session().clone())
}

/// Signs out of one console sign-in.
pub(super) fn run(
    context: &Context,
    form: &str,
    dry_run: bool,
    config: &Config<'_>,
    session: &LoginSession,
) -> Result<Exit, Report> {
    let provider = context.provider(None)?;
    let sessions = provider.login_sessions().expect("the program reads console sign-ins");
    let path = sessions.store().login_path(&LoginKey::of(session.as_str()));
    let is_there = path.symlink_metadata().is_ok();
    let was_there = match dry_run {
        true => is_there,
        false => context
            .block_on(async { Ok(sessions.sign_out(session).await) })?
            .map_err(|error| context.credentials_failed(&error.into()))?,
    };
    let mut report = SignOutReport::default();
    report.dry_run = dry_run;
    if was_there {
        report.signed_out.push(session.as_str().to_owned());
        report.files.push(("console sign-in".to_owned(), context.paths.pretty(&path)));
    }
    if form == "json" {
        return context.print_json(&report.to_json()).map(|()| Exit::Done);
    }
    let ui = &context.ui;
    ui.say(report.sentence(Some(session.as_str())));
    if was_there && !dry_run {
        ui.say("AWS keeps the session for up to 12 hours; keys that programs have are good for up to 15 minutes.");
    }
    let is_shared = |profile: &daypass_config_parse::Profile<'_>| {
        profile.get("login_session").is_some_and(|arn| arn.trim() == session.as_str())
    };
    let names: Vec<_> =
        config.profiles().filter(is_shared).map(|profile| profile.name().to_owned()).collect();
    if let [_, _, ..] = names.as_slice() {
        let shown = few(names.iter().map(String::as_str), 5);
        ui.say(format!("{} profiles share this sign-in: {shown}", names.len()));
    }
    Ok(Exit::Done)
}

/// Removes all console sign-ins; what could not be removed, in words.
pub(super) async fn remove_all(provider: &Provider) -> Vec<String> {
    let Some(sessions) = provider.login_sessions() else { return Vec::new() };
    match sessions.sign_out_all().await {
        Ok(out) => out.kept.into_iter().map(|(path, why)| format!("{}: {why}", path.display())).collect(),
        Err(error) => vec![error.to_string()],
    }
}
