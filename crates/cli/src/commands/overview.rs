//! `daypass` without a word: who is signed in and the next command, or where to begin. It reads files alone.

use crate::{context::Context, exit::Exit, machine, other_tool_profiles::first_steps, report::Report};
use daypass_credentials::{SessionState, is_bare_default, sessions};
use daypass_sign_in::SignInStatus;
use daypass_terminal::{Text, bad, dim, fold, good, shell, strong, table, time};

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let files = context.files()?;
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let sessions = sessions(&config, &settings);
    if sessions.is_empty() {
        let width = context.ui.data_width().unwrap_or(usize::MAX);
        let purpose =
            "daypass signs in to AWS IAM Identity Center, once for every tool on the machine. To begin:";
        let first = shell::command(first_steps(context)).unwrap_or_default();
        let steps = Text::lines([format!("  {first}"), "  daypass help".to_owned()]);
        context.print(&(fold(purpose, width, 0) + steps))?;
        return Ok(Exit::Done);
    }
    let provider = context.provider(None)?;
    let now = machine::now();
    let (mut rows, mut signed_out, mut is_signed_in) = (Vec::new(), None, false);
    for session in &sessions {
        let standing = SignInStatus::of(&provider, session);
        let state = match &standing {
            SignInStatus::Stored(SessionState::SignedIn(token), _) => {
                let left =
                    time::left(token.expires_at, now).map(|left| format!(", {} left", time::span(left)));
                good("signed in") + left.unwrap_or_default()
            }
            SignInStatus::Stored(SessionState::Renewable(_), _) => good("signed in") + ", renews at next use",
            _ => bad("signed out"),
        };
        is_signed_in |= standing.is_good();
        if !standing.is_good() {
            signed_out = signed_out.or(Some(session.label()));
        }
        rows.push([session.label().into(), state]);
    }
    let profile = config.profiles().find(|profile| !is_bare_default(profile));
    let profile = profile.map(|profile| profile.name().to_owned());
    let next = match (signed_out, profile) {
        (Some(session), _) if !is_signed_in => shell::command(["daypass", "login", session]),
        (_, Some(profile)) if profile == "default" => {
            shell::command(["daypass", "exec", "--", "aws", "s3", "ls"])
        }
        (_, Some(profile)) => {
            shell::command(["daypass", "exec", "--profile", &profile, "--", "aws", "s3", "ls"])
        }
        (_, None) => shell::command(["daypass", "configure", "populate"]),
    };
    let header = ["SESSION", "SIGN-IN"].map(dim);
    let mut text = table::fitted(&header, rows, context.ui.data_width());
    if let Some(next) = next {
        text = text.newline() + Text::lines(["next:  " + strong(next)]);
    }
    context.print(&(text + Text::lines(["help:  daypass help, daypass status"])))?;
    Ok(Exit::Done)
}
