//! The overview of a home: who is signed in and the next command, or where to begin.

use crate::fold::fold;
use daypass_console_sign_ins::{ConsoleSignIn, ConsoleState};
use daypass_credentials::{Session, SessionState};
use daypass_sign_in::SignInStatus;
use daypass_terminal::{Text, bad, dim, good, shell, strong, table, time};
use std::time::SystemTime;

/// Says what daypass is for and the first command, for a home without a session.
pub fn welcome_text(first: Vec<String>, width: Option<usize>) -> Text {
    let purpose =
        "daypass signs in to AWS IAM Identity Center, once for every tool on the machine. To begin:";
    let first = shell::command(first).unwrap_or_default();
    let steps = Text::lines([
        format!("  {first}"),
        "  daypass login --console".to_owned(),
        "  daypass help".to_owned(),
    ]);
    fold(purpose, width.unwrap_or(usize::MAX), 0) + steps
}

/// Draws the sessions and the console sign-ins, of which there is one at least, and the next command: a sign-in if nobody is signed in, else a use
/// of this profile, else the set-up of profiles.
pub fn overview_text(
    sessions: &[(Session, SignInStatus)],
    consoles: &[ConsoleSignIn],
    profile: Option<&str>,
    now: SystemTime,
    width: Option<usize>,
) -> Text {
    let rows = sessions.iter().map(|(session, status)| [session.label().into(), state(status, now)]);
    let of_consoles = consoles.iter().map(|console| [console.label().into(), console_state(console, now)]);
    let signed_out = || sessions.iter().find(|(_, status)| !status.is_good());
    let is_signed_in = sessions.iter().any(|(_, status)| status.is_good())
        || consoles.iter().any(|console| console.state.is_good());
    let out_of_console = || consoles.iter().find_map(|console| console.profiles.first());
    let next = match (signed_out(), profile) {
        (Some((session, _)), _) if !is_signed_in => shell::command(["daypass", "login", session.label()]),
        (None, _) if !is_signed_in => {
            out_of_console().and_then(|name| shell::command(["daypass", "login", "--profile", name]))
        }
        (_, Some("default")) => shell::command(["daypass", "exec", "--", "aws", "s3", "ls"]),
        (_, Some(profile)) => {
            shell::command(["daypass", "exec", "--profile", profile, "--", "aws", "s3", "ls"])
        }
        (_, None) => shell::command(["daypass", "configure", "populate"]),
    };
    let mut text = table::fitted(&["SESSION", "SIGN-IN"].map(dim), rows.chain(of_consoles), width);
    if let Some(next) = next {
        text = text.newline() + Text::lines(["next:  " + strong(next)]);
    }
    text + Text::lines(["help:  daypass help, daypass status"])
}

fn console_state(console: &ConsoleSignIn, now: SystemTime) -> Text {
    let left = console.state.keys_expire_at().and_then(|end| time::left(end, now));
    match (&console.state, left) {
        (ConsoleState::SignedIn(_), Some(left)) => good("signed in") + format!(", {} left", time::span(left)),
        (state, _) if state.is_good() => good("signed in") + ", renews at next use",
        _ => bad("signed out"),
    }
}

fn state(status: &SignInStatus, now: SystemTime) -> Text {
    match status {
        SignInStatus::Stored(SessionState::SignedIn(token), _) => {
            let left = time::left(token.expires_at, now).map(|left| format!(", {} left", time::span(left)));
            good("signed in") + left.unwrap_or_default()
        }
        SignInStatus::Stored(SessionState::Renewable(_), _) => good("signed in") + ", renews at next use",
        _ => bad("signed out"),
    }
}
