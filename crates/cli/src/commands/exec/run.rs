//! `daypass exec`: runs a command with credentials in its environment; on Unix the command replaces this process.

use super::Exec;
use crate::{
    background_server, command_line, commands::subject::Subject, context::Context, exit::Exit,
    guarding::Passage, machine, report::Report,
};
use daypass_at_terminal::guard_mark;
use daypass_credential_server::EndpointVariables;
use daypass_environment::{ChildVariables, Variable, key_variables, no_config_files};
use daypass_programs::become_command;
use daypass_terminal::{clean, shell::posix};
use std::{io, process::Command};

pub(crate) fn run(context: &Context, flags: &Exec) -> Result<Exit, Report> {
    context.region()?;
    if flags.command.is_empty() && !context.ui.prompts() {
        let words = command_line::typed().into_iter().chain(["--", "<COMMAND>"].map(str::to_owned));
        let message = "no command is given, and without a terminal no shell is started";
        return Err(Report::new(Exit::Usage, message).try_command(words));
    }
    let subject = Subject::wanted(context, &flags.role, &["exec", "--", "<COMMAND>"])?.assuming(
        context,
        &flags.assumed,
        flags.duration,
    )?;
    let (subject, passage) = subject.guarded(context, "exec", &flags.guard)?;
    tell_nested(context, &subject);
    let credentials = context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })?;
    let mut command = match flags.command.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(context.env.program(program));
            command.args(arguments);
            command
        }
        None => shell(context, &subject, &passage)?,
    };
    let child = ChildVariables::of(&context.env, subject.profile(), subject.plan().region())?;
    for name in child.remove {
        command.env_remove(name);
    }
    command.envs(child.set);
    if flags.serve {
        match serve(context, &subject, &passage)? {
            Ok(offer) => command.envs(offer.variables()),
            Err(exit) => return Ok(exit),
        };
        hide_config_files(context, &mut command)?;
    } else {
        command.envs(key_variables(&credentials));
        if let Some(account) = &credentials.account_id {
            command.env(Variable::AccountId.name(), account.as_str());
        }
    }
    replaced(command)
}

/// Replaces this process by the command.
pub(crate) fn replaced(mut command: Command) -> Result<Exit, Report> {
    let program = clean(&command.get_program().to_string_lossy());
    let error = become_command(&mut command);
    let code = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
    Err(Report::new(Exit::Child(code), format!("{} cannot be started", posix(&program))).cause(&error))
}

/// The person's shell; a message names the role.
fn shell(context: &Context, subject: &Subject, passage: &Passage) -> Result<Command, Report> {
    let default = if cfg!(windows) { "cmd.exe" } else { "/bin/sh" };
    let shell = context.env.text(Variable::Shell)?.unwrap_or_else(|| default.to_owned());
    let whose = subject.plan().account().map(|account| format!(" (account {account})")).unwrap_or_default();
    if let Some((guard, target)) = &passage.guard {
        context.ui.say(guard_mark(guard, target));
    }
    context.ui.say(format!("This shell is {}{whose} until it ends.", subject.name()));
    Ok(Command::new(shell))
}

/// The variables by which other tools mark their shells.
const SHELLS_OF_OTHERS: [(Variable, &str); 3] = [
    (Variable::AwsVault, "aws-vault"),
    (Variable::AwsSsoProfile, "aws-sso"),
    (Variable::AwsumeProfile, "awsume"),
];

/// Says which profile a command inside another `exec` has, or whose keys it gets in the shell of another tool.
fn tell_nested(context: &Context, subject: &Subject) {
    for (variable, tool) in SHELLS_OF_OTHERS.iter().filter(|_| subject.profile().is_none()) {
        if let Some(name) = context.env.hint(*variable) {
            let name = clean(&name);
            context.ui.say(format!(
                "This is a shell of {tool} ({name}); its keys are used, since --profile names no other."
            ));
        }
    }
    let Some(outer) = context.env.hint(Variable::Exec) else { return };
    let outer = clean(&outer);
    context.ui.say(&match subject.profile() {
        Some(profile) if profile != outer => {
            format!("Inside exec of {outer}: this command runs as {}.", clean(profile))
        }
        _ => format!("Inside exec of {outer}: this command runs as {outer}, too."),
    });
}

/// Starts a server for the life of this process.
fn serve(
    context: &Context,
    subject: &Subject,
    passage: &Passage,
) -> Result<Result<EndpointVariables, Exit>, Report> {
    let Some(whose) = subject.served() else {
        return Err(Report::new(
            Exit::Usage,
            "--serve needs a profile or a role; keys in the environment do not renew",
        )
        .try_command(["daypass", "exec", "--serve", "--profile", "<NAME>", "--", "<COMMAND>"]));
    };
    let limit = passage.until.map(|until| until.duration_since(machine::now()).unwrap_or_default());
    background_server::for_this_process(context, &whose, &background_server::guard_passed(limit))
}

/// Hides the config files from the command where their profile `default` would win over the endpoint.
fn hide_config_files(context: &Context, command: &mut Command) -> Result<(), Report> {
    if context.home().default_has_credentials()? {
        command.envs(no_config_files());
        context.ui.say(
            "The default profile has credentials, which SDKs would prefer: this command sees no AWS config files.",
        );
    }
    Ok(())
}
