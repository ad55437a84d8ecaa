//! Signs out of console sign-ins (`aws login`): their files are removed; `--revoke` ends their sessions at AWS, too, which takes
//! a permission that not every identity has.

use super::Logout;
use crate::{context::Context, exit::Exit, report::Report};
use daypass_at_terminal::SignOutReport;
use daypass_config_parse::Config;
use daypass_console_sessions::revoke_all;
use daypass_console_sign_ins::{login_profile, profiles_by_identity};
use daypass_credentials::{Endpoints, LoginProfile, LoginSessions, Provider, resolve};
use daypass_terminal::few;
use daypass_token_cache::LoginKey;

/// The console sign-in of the profile that a flag or an argument names.
pub(super) fn target(context: &Context, flags: &Logout, config: &Config<'_>) -> Option<LoginProfile> {
    if flags.all || flags.sso_session.is_some() {
        return None;
    }
    let name = flags.name.as_deref().filter(|name| config.sso_session(name).is_none());
    let name = name.or(context.global.profile.as_deref())?;
    resolve(config, &context.sign_in_settings().ok()?, name).ok()?.login().cloned()
}

/// Signs out of one console sign-in.
pub(super) fn run(
    context: &Context,
    form: &str,
    flags: &Logout,
    config: &Config<'_>,
    login: &LoginProfile,
) -> Result<Exit, Report> {
    let provider = context.provider(None)?;
    let sessions = provider.login_sessions().expect("the program reads console sign-ins");
    let session = login.session();
    let path = sessions.store().login_path(&LoginKey::of(session.as_str()));
    let mut report = SignOutReport::default();
    report.dry_run = flags.dry_run;
    let was_there = match flags.dry_run {
        true => path.symlink_metadata().is_ok(),
        false => context
            .block_on(async {
                if flags.revoke {
                    revoke(sessions, [login.clone()], &mut report).await;
                }
                Ok(sessions.sign_out(session).await)
            })?
            .map_err(|error| context.credentials_failed(&error.into()))?,
    };
    if was_there {
        report.signed_out.push(session.as_str().to_owned());
        report.files.push(("console sign-in".to_owned(), context.paths.pretty(&path)));
    }
    let exit = if report.not_revoked.is_empty() { Exit::Done } else { Exit::Failed };
    if form == "json" {
        return context.print_json(&report.to_json()).map(|()| exit);
    }
    let ui = &context.ui;
    ui.say(report.sentence(Some(session.as_str())));
    report.not_revoked.iter().for_each(|text| ui.warn(text));
    if was_there && !flags.dry_run {
        let keys = "keys that programs have are good for up to 15 minutes";
        ui.say(match report.revoked {
            0 => format!("AWS keeps the session for up to 12 hours (--revoke ends it); {keys}."),
            _ => format!("AWS has revoked the session; {keys}."),
        });
    }
    let shared = profiles_by_identity(config).into_iter().find(|(identity, _)| identity == session);
    if let Some((_, names)) = shared.filter(|(_, names)| names.len() > 1) {
        let shown = few(names.iter().map(String::as_str), 5);
        ui.say(format!("{} profiles share this sign-in: {shown}", names.len()));
    }
    Ok(exit)
}

/// Removes all console sign-ins, after their sessions are revoked if that is asked for.
pub(super) async fn remove_all(
    provider: &Provider,
    flags: &Logout,
    endpoints: &Endpoints,
    report: &mut SignOutReport,
) {
    let Some(sessions) = provider.login_sessions() else { return };
    if flags.revoke {
        let identities = sessions.stored_sessions().into_iter().filter_map(|console| console.identity);
        revoke(sessions, identities.map(|identity| login_profile(endpoints, identity, None)), report).await;
    }
    match sessions.sign_out_all().await {
        Ok(out) => report.not_removed.extend(out.messages()),
        Err(error) => report.not_removed.push(error.to_string()),
    }
}

async fn revoke(
    sessions: &LoginSessions,
    logins: impl IntoIterator<Item = LoginProfile>,
    report: &mut SignOutReport,
) {
    let done = revoke_all(sessions, logins).await;
    report.revoked += done.revoked;
    report.not_revoked.extend(done.messages());
}
