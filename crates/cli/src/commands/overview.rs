//! `daypass` without a word: who is signed in and the next command, or where to begin. It reads files alone.

use crate::{context::Context, exit::Exit, machine, report::Report};
use daypass_credentials::{SessionState, is_bare_default, sessions};
use daypass_sign_in::SignInStatus;
use daypass_terminal::{Text, bad, good, shell, strong, table, time};

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let files = context.files()?;
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let sessions = sessions(&config, &settings);
    if sessions.is_empty() {
        context.print(&Text::lines([
            "daypass signs in to AWS IAM Identity Center, once for every tool on the machine. To begin:",
            "  daypass configure sso     sets up a profile: session, account and role",
            "  daypass help              lists all commands",
        ]))?;
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
        (Some(session), _) if !is_signed_in => command(["daypass", "login", session]),
        (_, Some(profile)) => command(["daypass", "exec", "--profile", &profile, "--", "aws", "s3", "ls"]),
        (_, None) => command(["daypass", "configure", "populate"]),
    };
    let mut text = Text::lines(table::columns(rows, usize::MAX));
    if let Some(next) = next {
        text = text.newline() + Text::lines(["next:  " + strong(next)]);
    }
    context.print(&(text + Text::lines(["help:  daypass help, daypass status"])))?;
    Ok(Exit::Done)
}

fn command<const N: usize>(words: [&str; N]) -> Option<String> {
    shell::command(words)
}
