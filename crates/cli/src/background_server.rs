//! `daypass serve` in the background: another process of this program, without a terminal and in a process group of its
//! own, so that no key and no job control reaches it. It ends soon after the process that it serves.

use crate::{context::Context, exit::Exit, report::Report};
use daypass_credential_server::EndpointVariables;
use daypass_credentials::{Plan, Source};
use serde_json::Value;
use std::{
    ffi::{OsStr, OsString},
    io,
    process::{Command, Stdio},
    time::Duration,
};

/// The arguments of `serve` for profiles.
pub(crate) fn of_profiles<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    std::iter::once("--").chain(names).map(str::to_owned).collect()
}

/// The arguments of `serve` for a role that no profile names.
pub(crate) fn of_role(plan: &Plan) -> Vec<String> {
    let Source::Sso { session, account, role } = plan.source() else { return Vec::new() };
    let session = session.name.iter().flat_map(|name| ["--sso-session", name.as_str()]);
    let words = ["--account", account.as_str(), "--role", role.as_str()];
    words.into_iter().chain(session).map(str::to_owned).collect()
}

/// The arguments that tell a server that the guard was passed, for this time.
pub(crate) fn guard_passed(limit: Option<Duration>) -> [String; 2] {
    // A part of a second counts as one, since 0 has no end.
    let seconds = limit.map_or(0, |limit| limit.as_secs().max(1));
    ["--guard-passed".to_owned(), seconds.to_string()]
}

/// Builds the command `daypass serve` with these arguments and the global options of this command line.
pub(crate) fn command(
    context: &Context,
    whose: &[String],
    options: &[impl AsRef<OsStr>],
) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", "--no-input", "--output", "json"]).args(options);
    let global = &context.global;
    let seconds = |limit: Option<u64>| limit.map(|seconds| seconds.to_string().into());
    let values: [(&str, Option<OsString>); 4] = [
        ("--region", global.region.clone().map(Into::into)),
        ("--ca-bundle", global.ca_bundle.clone().map(Into::into)),
        ("--cli-connect-timeout", seconds(global.cli_connect_timeout)),
        ("--cli-read-timeout", seconds(global.cli_read_timeout)),
    ];
    for (flag, value) in values.into_iter().filter_map(|(flag, value)| Some((flag, value?))) {
        command.arg(flag).arg(value);
    }
    command.args(global.no_verify_ssl.then_some("--no-verify-ssl"));
    command.args(whose);
    Ok(command)
}

/// Starts the server and waits until it serves. Returns its process id and the variables of its endpoints.
pub(crate) fn start(mut command: Command) -> Result<(u32, Vec<EndpointVariables>), Report> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let failed = || Report::new(Exit::Failed, "the server did not start");
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| failed().cause(&error))?;
    let output = child.stdout.take().map(|stdout| {
        serde_json::Deserializer::from_reader(stdout).into_iter::<Value>().next().and_then(Result::ok)
    });
    let output = output.flatten().unwrap_or_default();
    let offers =
        output.as_array().and_then(|offers| offers.iter().map(EndpointVariables::from_json).collect());
    offers.map(|offers| (child.id(), offers)).ok_or_else(failed)
}

/// Starts a server for the life of this process, which a command replaces. The server is not a child of the command: a
/// command that waits for all its children would never end. The exit code is that of a server that did not start, and has said
/// why.
pub(crate) fn for_this_process(
    context: &Context,
    whose: &[String],
    more: &[impl AsRef<OsStr>],
) -> Result<Result<EndpointVariables, Exit>, Report> {
    let process = std::process::id().to_string();
    let mut options: Vec<&OsStr> =
        ["--background", "--quiet", "--until-exit", &process].map(OsStr::new).to_vec();
    options.extend(more.iter().map(AsRef::as_ref));
    let failed = |error: &dyn std::error::Error| {
        Report::new(Exit::Failed, "the server for this command did not start").cause(error)
    };
    let server = command(context, whose, &options)
        .and_then(|mut command| command.stdin(Stdio::null()).stderr(Stdio::inherit()).output())
        .map_err(|error| failed(&error))?;
    if !server.status.success() {
        let code = server.status.code().and_then(|code| u8::try_from(code).ok());
        return Ok(Err(Exit::Child(code.unwrap_or(1))));
    }
    let offers: Value = serde_json::from_slice(&server.stdout).map_err(|error| failed(&error))?;
    let offer = offers.get(0).and_then(EndpointVariables::from_json);
    offer.map(Ok).ok_or_else(|| Report::new(Exit::Failed, "the server for this command has no endpoint"))
}
