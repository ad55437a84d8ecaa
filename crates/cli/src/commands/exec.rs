//! `daypass exec`: a child with credentials in its environment; on Unix it takes this process's place.

use super::credentials::Subject;
use crate::{
    args::Exec,
    context::Context,
    exit::Exit,
    format::credentials::variables,
    report::{Report, clean},
    serve::{Offer, background},
};
use daypass_environment::Variable;
use std::{
    io,
    process::{Command, Stdio},
};

/// What gives a profile credentials, in any SDK.
const SOURCES: [&str; 7] = [
    "aws_access_key_id",
    "credential_process",
    "login_session",
    "role_arn",
    "sso_account_id",
    "sso_session",
    "web_identity_token_file",
];

pub(crate) fn run(context: &Context, flags: &Exec) -> Result<Exit, Report> {
    context.region()?;
    let subject = Subject::wanted(context, &flags.role, &["exec", "--", "<COMMAND>"])?;
    tell_nested(context, &subject);
    let credentials = context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })?;
    let (program, arguments) =
        flags.command.split_first().ok_or_else(|| Report::new(Exit::Usage, "no command is given"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    for variable in Variable::identity() {
        command.env_remove(variable.name());
    }
    if let Some(profile) = subject.profile() {
        command.env(Variable::Exec.name(), profile);
    }
    if flags.serve {
        match serve(context, &subject)? {
            Ok(offer) => command.envs(offer.variables),
            Err(exit) => return Ok(exit),
        };
        shade_default(context, &subject, &mut command);
    } else {
        command.envs(variables(&credentials));
    }
    if let Some(region) = subject.region() {
        // JavaScript reads the one, boto3 the other.
        command.env("AWS_REGION", region.as_str()).env("AWS_DEFAULT_REGION", region.as_str());
    }
    let error = match replace(command) {
        Ok(exit) => return Ok(exit),
        Err(error) => error,
    };
    let code = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
    Err(Report::new(Exit::Child(code), format!("{} cannot be started", program.display())).cause(&error))
}

/// Inside another `exec` it is easy to be somebody else than one believes.
fn tell_nested(context: &Context, subject: &Subject) {
    let Some(outer) = context.env.hint(Variable::Exec) else { return };
    let outer = clean(&outer);
    context.ui.say(&match subject.profile() {
        Some(profile) if profile != outer => {
            format!("Inside exec of {outer}: this command runs as {}.", clean(profile))
        }
        _ => format!("Inside exec of {outer}: this command runs as {outer}, too."),
    });
}

/// A server for as long as this process lasts, which becomes the command. It is not the command's child: a program
/// that waits for all its children would wait for ever.
fn serve(context: &Context, subject: &Subject) -> Result<Result<Offer, Exit>, Report> {
    let Some(whose) = subject.served() else {
        return Err(Report::new(
            Exit::Usage,
            "--serve needs a profile or a role; keys in the environment do not renew",
        )
        .mend(["daypass", "exec", "--serve", "--profile", "<NAME>", "--", "<COMMAND>"]));
    };
    let options = ["--background", "--quiet", "--until-exit", &std::process::id().to_string()];
    let failed = |error: &dyn std::error::Error| {
        Report::new(Exit::Failed, "the server for this command did not start").cause(error)
    };
    let server = background::command(context, &whose, &options.map(str::to_owned))
        .and_then(|mut command| command.stdin(Stdio::null()).stderr(Stdio::inherit()).output())
        .map_err(|error| failed(&error))?;
    if !server.status.success() {
        // It has said why.
        let code = server.status.code().and_then(|code| u8::try_from(code).ok());
        return Ok(Err(Exit::Child(code.unwrap_or(1))));
    }
    let offers = serde_json::from_slice(&server.stdout).map_err(|error| failed(&error))?;
    let offer = Offer::read_all(&offers).and_then(|offers| offers.into_iter().next());
    offer.map(Ok).ok_or_else(|| Report::new(Exit::Failed, "the server for this command offered nothing"))
}

/// SDKs ask the endpoint last: credentials of the default profile would win over it, silently.
fn shade_default(context: &Context, subject: &Subject, command: &mut Command) {
    let config = subject.files().config();
    let wins = config.profile("default").is_some_and(|default| {
        SOURCES.iter().any(|key| default.get(key).is_some_and(|value| !value.is_empty()))
    });
    if wins {
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        command.env(Variable::ConfigFile.name(), nowhere).env(Variable::CredentialsFile.name(), nowhere);
        context.ui.say(
            "The default profile has credentials, which SDKs would prefer: this command sees no AWS config files.",
        );
    }
}

/// The child is the process itself: its exit code, its signals and its terminal need no passing on.
#[cfg(unix)]
fn replace(mut command: Command) -> io::Result<Exit> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

#[cfg(not(unix))]
fn replace(mut command: Command) -> io::Result<Exit> {
    let status = command.status()?;
    Ok(Exit::Child(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
