//! A server that goes on by itself: this program again, without a terminal and in a process group of its own, so that
//! no key and no job control reaches it; gone soon after the process it was started for.

use crate::{context::Context, exit::Exit, report::Report};
use daypass_credential_server::EndpointVariables;
use daypass_credentials::{Plan, Source};
use serde_json::Value;
use std::{
    io,
    process::{Command, Stdio},
    time::Duration,
};

/// How often a server looks whether the process it serves is still there.
const PROCESS_CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// The words that say whose credentials are served: those of profiles.
pub(crate) fn of_profiles<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    std::iter::once("--").chain(names).map(str::to_owned).collect()
}

/// The same for a role that no profile names.
pub(crate) fn of_role(plan: &Plan) -> Vec<String> {
    let Source::Sso { session, account, role } = plan.source() else { return Vec::new() };
    let session = session.name.iter().flat_map(|name| ["--sso-session", name.as_str()]);
    let words = ["--account", account.as_str(), "--role", role.as_str()];
    words.into_iter().chain(session).map(str::to_owned).collect()
}

/// `daypass serve` for somebody, with the options of this command line.
pub(crate) fn command(context: &Context, whose: &[String], options: &[String]) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", "--no-input", "--output", "json"]).args(options);
    let global = &context.global;
    if let Some(region) = &global.region {
        command.arg("--region").arg(region);
    }
    if let Some(bundle) = &global.ca_bundle {
        command.arg("--ca-bundle").arg(bundle);
    }
    if global.no_verify_ssl {
        command.arg("--no-verify-ssl");
    }
    for (name, limit) in [
        ("--cli-connect-timeout", global.cli_connect_timeout),
        ("--cli-read-timeout", global.cli_read_timeout),
    ] {
        if let Some(seconds) = limit {
            command.arg(name).arg(seconds.to_string());
        }
    }
    command.args(whose);
    Ok(command)
}

/// Starts it and waits until it serves: its process, and what it offers.
pub(crate) fn start(mut command: Command) -> Result<(u32, Vec<EndpointVariables>), Report> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let failed = || Report::new(Exit::Failed, "the server did not start");
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| failed().cause(&error))?;
    let said = child.stdout.take().map(|stdout| {
        serde_json::Deserializer::from_reader(stdout).into_iter::<Value>().next().and_then(Result::ok)
    });
    let said = said.flatten().unwrap_or_default();
    let offers = said.as_array().and_then(|offers| offers.iter().map(EndpointVariables::from_json).collect());
    offers.map(|offers| (child.id(), offers)).ok_or_else(failed)
}

/// Ends once that process has ended; never where there is none to wait for.
pub(crate) async fn end_of(process: Option<u32>) {
    match process {
        Some(process) => {
            while is_there(process) {
                tokio::time::sleep(PROCESS_CHECK_INTERVAL).await;
            }
        }
        None => std::future::pending().await,
    }
}

#[cfg(unix)]
fn is_there(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // One that may not be signalled, such as `sudo`, is there all the same.
    process.is_some_and(|process| {
        !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH))
    })
}

/// Refused by the caller.
#[cfg(not(unix))]
fn is_there(_: u32) -> bool {
    false
}
