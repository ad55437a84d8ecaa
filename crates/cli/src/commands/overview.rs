//! `daypass` without a word: who is signed in and the next command, or where to begin. It reads files alone.

use crate::{context::Context, exit::Exit, machine, other_tool_profiles::first_steps, report::Report};
use daypass_at_terminal::{overview_text, welcome_text};
use daypass_config_parse::Section;
use daypass_console_sign_ins::ConsoleSignIn;
use daypass_credentials::{is_bare_default, sessions};
use daypass_sign_in::SignInStatus;

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let (files, width) = (context.files()?, context.ui.data_width());
    let config = files.config();
    let sessions = sessions(&config, &context.sign_in_settings()?);
    let provider = context.provider(None)?;
    let logins = provider.login_sessions();
    let consoles =
        logins.map(|logins| ConsoleSignIn::all(logins, &config, machine::now())).unwrap_or_default();
    if sessions.is_empty() && consoles.is_empty() {
        context.print(&welcome_text(first_steps(context), width))?;
        return Ok(Exit::Done);
    }
    let with_status = |session| (SignInStatus::of(&provider, &session), session);
    let sessions: Vec<_> =
        sessions.into_iter().map(with_status).map(|(status, session)| (session, status)).collect();
    let profile = config.profiles().find(|profile| !is_bare_default(profile));
    let profile = profile.as_ref().map(Section::name);
    context.print(&overview_text(&sessions, &consoles, profile, machine::now(), width))?;
    Ok(Exit::Done)
}
