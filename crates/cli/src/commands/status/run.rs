//! `daypass status`: how long each sign-in and the credentials of each profile are good. Only `--verify` asks AWS.

use super::Status;
use crate::{
    context::Context, exit::Exit, machine, other_tool_profiles::first_steps, report::Report, session_choice,
};
use daypass_at_terminal::status_text;
use daypass_credentials::{LoginProfile, Plan, resolve, session_of_profile};
use daypass_sign_in::{HomeStatus, SignInStatus, Unverified};
use daypass_terminal::Text;
use std::time::Duration;

/// How often `--watch` refreshes.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(crate) fn run(context: &Context, flags: &Status) -> Result<Exit, Report> {
    let form = context.table_form(&["text", "json", "table", "csv"], &flags.table)?;
    if flags.watch {
        return watch(context, flags, form);
    }
    let status = gather(context, flags)?;
    match form {
        "json" => context.print_json(&status.to_json())?,
        "csv" | "table" => {
            let rows = status.to_rows();
            context.print_rows(form, &flags.table, &HomeStatus::COLUMNS, &rows, || status.to_json())?;
        }
        _ => context.print(&text(context, &status))?,
    }
    // A sign-in does not help with a token file that cannot be read.
    match status.unreadable() {
        Some(error) => Err(context.credentials_failed(&error).remedied(status.remedy().as_ref())),
        None => Ok(if status.is_good() { Exit::Done } else { Exit::LoginRequired }),
    }
}

/// The status of one session if a session or a profile is named; else of all, with those that no config file has.
fn gather(context: &Context, flags: &Status) -> Result<HomeStatus, Report> {
    let (files, provider) = (context.files()?, context.provider(None)?);
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let profile = context.global.profile.as_deref();
    let of_console = flags.name.as_deref().filter(|name| config.sso_session(name).is_none()).or(profile);
    let plan = of_console.and_then(|name| resolve(&config, &settings, name).ok());
    let login = plan.as_ref().and_then(Plan::login);
    let only = match (&flags.name, profile) {
        _ if login.is_some() => None,
        (Some(name), _) => Some(session_choice::session_or_profile(context, &files, name)?),
        (None, Some(name)) => Some(
            session_of_profile(&config, &settings, name)
                .map_err(|error| context.credentials_failed(&error))?,
        ),
        (None, None) => None,
    };
    let now = machine::now();
    let mut status = match login.map(LoginProfile::session) {
        Some(identity) => HomeStatus::of_console(&provider, &config, &settings, identity, profile, now),
        None => HomeStatus::of(&provider, &config, &settings, only, profile, now),
    };
    if flags.verify {
        context.block_on(async {
            status
                .verify_consoles(&provider, &config, &settings)
                .await
                .map_err(|error| context.credentials_failed(&error))?;
            for (session, status) in status.sessions.iter_mut().filter(|(_, status)| status.is_good()) {
                *status = SignInStatus::verified(&provider, session).await.map_err(|error| match error {
                    Unverified::Credentials(error) => context.credentials_failed(&error),
                    Unverified::Portal(error) => context.portal_failed(&error, session),
                })?;
            }
            Ok(())
        })?;
        status.now = machine::now();
    }
    Ok(status)
}

fn text(context: &Context, status: &HomeStatus) -> Text {
    match status.is_empty() {
        true => format!("No session is configured. Begin with:  {}", first_steps(context).join(" ")).into(),
        false => status_text(&context.ui, status, &context.env.time_zone()),
    }
}

/// Redraws the status every second until Ctrl-C.
fn watch(context: &Context, flags: &Status, form: &str) -> Result<Exit, Report> {
    let ui = &context.ui;
    let (true, "text") = (ui.draws(), form) else {
        return Err(Report::new(Exit::Usage, "--watch draws on a terminal; a program can run status again")
            .try_command(["daypass", "status", "--output", "json"]));
    };
    let ended: Result<(), Report> = context.block_on(async {
        loop {
            let text = text(context, &gather(context, flags)?);
            ui.redraw(&text).map_err(|error| Report::of_output(&error))?;
            tokio::time::sleep(WATCH_INTERVAL).await;
        }
    });
    // Ctrl-C is the normal end.
    ended.map(|()| Exit::Done).or_else(|report| match report.exit() {
        Exit::Interrupted => Ok(Exit::Done),
        _ => Err(report),
    })
}
