//! `daypass ssh`: a command or a shell on another host, with the endpoint of one lease.

use super::{Ssh, made::make};
use crate::{background_server, commands::exec, context::Context, exit::Exit, machine, report::Report};
use daypass_files::create_private;
use daypass_leases::LeaseRefusal;
use daypass_ssh_lending::{Lending, Local, RemoteHost, SshAnswer, folder_of_sockets};
use std::{
    ffi::OsString,
    io::{self, Write as _},
    path::Path,
    process::{Command, Stdio},
};

/// The ports that are drawn from, beyond those of services and of outgoing connections.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

pub(crate) fn run(context: &Context, flags: &Ssh) -> Result<Exit, Report> {
    let host = RemoteHost::new(flags.host.as_str()).map_err(|error| failed(&error))?;
    let folder = folder_of_sockets(&context.paths.state, &machine::user());
    make_own(&folder).map_err(|error| {
        Report::new(Exit::Failed, "cannot make the folder of the connection's sockets")
            .fact("folder", context.paths.pretty(&folder))
            .cause(&error)
    })?;
    let (journal, lease) = match &flags.lease {
        Some(id) => context.lease(id)?,
        None => make(context, &flags.terms, Some(host.to_string()))?,
    };
    if let Some(refusal) = lease.refusal(machine::now(), Some(host.as_str())) {
        let message = match refusal {
            LeaseRefusal::Elsewhere => format!("the lease {} is for another host", lease.terms.id),
            refusal => lease.sentence(refusal),
        };
        return Err(Report::new(Exit::Usage, message).try_command(["daypass", "lease", "list"]));
    }
    let name = std::process::id().to_string();
    let (socket, control) = (folder.join(format!("{name}.sock")), folder.join(format!("{name}.ctl")));
    let mut options: Vec<OsString> =
        vec!["--lease".into(), lease.terms.id.as_str().into(), "--place".into(), host.as_str().into()];
    options.extend(["--socket".into(), socket.clone().into_os_string()]);
    options.extend(flags.lease.is_some().then(|| "--keep-lease".into()));
    // A lease of this command ends with it; the server sees to that, also where this process is killed.
    let offer = match background_server::for_this_process(context, &[], &options)? {
        Ok(offer) => offer,
        Err(exit) => {
            if flags.lease.is_none() {
                drop(journal.end(machine::now(), "its server, which did not start"));
            }
            return Ok(exit);
        }
    };
    let unusable = || Report::new(Exit::Failed, "the server of the lease has no endpoint");
    let address = offer.variables().find(|(name, _)| name.ends_with("_FULL_URI")).map(|(_, uri)| uri);
    let address = address.and_then(|uri| uri.strip_prefix("http://127.0.0.1:")?.split_once('/'));
    let (port, path) = address.ok_or_else(unusable)?;
    let variables = offer.variables().filter(|(name, _)| !name.ends_with("_FULL_URI"));
    let local = Local {
        port: port.parse().map_err(|_| unusable())?,
        socket,
        control,
        path: format!("/{path}"),
        variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    };
    let lending = Lending::new(host, local, flags.command.clone())
        .with_options(flags.words.clone())
        .at_port(flags.port)
        .with_terminal(flags.command.is_empty());
    let words = lending.prepare(&mut |words, input| ask(words, input), &mut free_port);
    let words = words.map_err(|error| failed(&error))?;
    let mut command = Command::new("ssh");
    command.args(words);
    exec::replaced(command)
}

/// Makes the folder, or takes one that is this user's alone: one in /tmp may be anybody's.
fn make_own(folder: &Path) -> io::Result<()> {
    create_private(folder)?;
    let is_link = std::fs::symlink_metadata(folder)?.is_symlink();
    let is_open = daypass_files::mode(folder).is_some_and(|mode| mode & 0o077 != 0);
    if is_link
        || is_open
        || daypass_files::owner(folder).is_some_and(|owner| owner.to_string() != machine::user())
    {
        return Err(io::Error::other("it is not of this user alone"));
    }
    Ok(())
}

fn failed(error: &daypass_ssh_lending::Error) -> Report {
    let exit = if error.is_usage() { Exit::Usage } else { Exit::Failed };
    Report::new(exit, error.to_string()).cause_if(std::error::Error::source(error))
}

/// Runs ssh, whose questions and messages are on the terminal.
fn ask(words: &[OsString], input: &str) -> io::Result<SshAnswer> {
    let tries_a_forward = words.iter().any(|word| word == "-O");
    let messages = if tries_a_forward { Stdio::null() } else { Stdio::inherit() };
    let mut ssh = Command::new("ssh");
    let mut ssh = ssh.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(messages).spawn()?;
    if let Some(mut stdin) = ssh.stdin.take() {
        // Where ssh has ended, its exit code says so.
        drop(stdin.write_all(input.as_bytes()));
    }
    let output = ssh.wait_with_output()?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(SshAnswer { is_success: output.status.success(), stdout })
}

fn free_port() -> u16 {
    let mut bytes = [0; 2];
    machine::entropy(&mut bytes);
    PORTS.start + u16::from_le_bytes(bytes) % (PORTS.end - PORTS.start)
}
