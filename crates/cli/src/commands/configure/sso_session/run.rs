//! `daypass configure sso-session`: asks for the keys of an sso-session; no sign-in.

use super::ConfigureSession;
use crate::{
    command_line,
    commands::configure::{
        question::missing,
        session::{Answers, Defaults, Naming, ask_name},
    },
    context::Context,
    exit::Exit,
    report::Report,
};
use daypass_command_lines::sign_in_command;
use daypass_config_parse::{Dialect, SectionName};
use daypass_sso_types::SignInTarget;
use daypass_terminal::strong;

pub(crate) fn run(context: &Context, flags: &ConfigureSession) -> Result<Exit, Report> {
    let files = context.files()?;
    context.rehearse_config(&SectionName::sso_session("rehearsed"))?;
    let (name, answers) = context.block_on(async {
        let Some(name) = ask_name(&context.ui, flags, &files, Naming::Required)? else {
            return Err(missing("the session's name", "sso_session", "<NAME>"));
        };
        let answers = Answers::ask(context, flags, &files, Some(&name), Defaults::default()).await?;
        Ok((name, answers))
    })?;
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
