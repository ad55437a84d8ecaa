//! `daypass exec`: a child with credentials in its environment; on Unix it takes this process's place.

use super::credentials::Subject;
use crate::{args::Exec, context::Context, exit::Exit, format::credentials::variables, report::Report};
use std::{io, process::Command};

/// What would lead the child's SDK to other credentials, or is stale beside the new ones.
const STALE: [&str; 9] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
];

pub(crate) fn run(context: &Context, flags: &Exec) -> Result<Exit, Report> {
    let subject = Subject::of(context)?;
    let credentials = context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })?;
    let (program, arguments) =
        flags.command.split_first().ok_or_else(|| Report::new(Exit::Usage, "no command is given"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    for name in STALE {
        command.env_remove(name);
    }
    command.envs(variables(&credentials));
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
