//! `daypass configure sso-session`: asks for the keys of an sso-session; no sign-in.

use super::ConfigureSession;
use crate::{
    command_line::{self, OURS},
    context::Context,
    exit::Exit,
    report::Report,
};
use daypass_command_lines::sign_in_command;
use daypass_config_parse::{Dialect, SectionName};
use daypass_sso_types::SignInTarget;
use daypass_terminal::strong;
use daypass_wizard::{Given, Wizard};

pub(crate) fn run(context: &Context, flags: &ConfigureSession) -> Result<Exit, Report> {
    let files = context.files()?;
    context.home().rehearse(&SectionName::sso_session("rehearsed"))?;
    let given = Given { session: flags.given(), ..Given::default() };
    let wizard = Wizard { terminal: &context.ui, line: &OURS, files: &files, given: &given };
    let answers = context.block_on(wizard.named_session(&|| context.caller(None)))?;
    let name = answers.name.unwrap_or_default();
    let edits = answers.keys.edits(&name);
    context.edit_config(|document| document.apply_to_existing(&edits))?;
    let ui = &context.ui;
    if let Some(refusal) = context.files()?.config.refused_by(Dialect::AwsCli) {
        ui.warn(format!("the AWS CLI refuses the config file: {refusal}"));
    }
    ui.say("Session " + strong(&name) + " is set up. Sign in with:");
    if let Some(command) = command_line::printed(sign_in_command(&SignInTarget::Session(name))) {
        ui.say(format!("  {command}"));
    }
    Ok(Exit::Done)
}
