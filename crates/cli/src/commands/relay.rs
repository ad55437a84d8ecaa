//! `daypass relay`: listens inside a container and hands requests to an endpoint outside.

mod run;

pub(crate) use run::run;

use clap::{ArgGroup, Args};
use std::{ffi::OsString, path::PathBuf};

/// Flags of `relay`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("upstream").required(true).args(["socket", "tcp", "stdio"])))]
pub(crate) struct Relay {
    /// Endpoint at a unix socket, as that of `serve --socket`
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Endpoint at a port, as that of `serve`
    #[arg(long, value_name = "HOST:PORT")]
    tcp: Option<String>,
    /// Endpoint at the other end of standard input and output: a relay with --answer
    #[arg(long)]
    stdio: bool,
    /// Port on 127.0.0.1 to listen on; 0 takes a free port
    #[arg(long, value_name = "PORT", required_unless_present_any = ["answer", "command", "for_process"])]
    port: Option<u16>,
    /// Go on when the process that started the relay has ended
    #[arg(long)]
    stay: bool,
    /// Listen at a path of the relay's own and write the address into this file; a file that is there keeps its path
    #[arg(long, value_name = "FILE", conflicts_with = "command")]
    address_file: Option<PathBuf>,
    /// Do not listen: answer a relay with --stdio, on standard input and output or on those of COMMAND
    #[arg(long, conflicts_with_all = ["stdio", "port", "stay", "address_file"])]
    answer: bool,
    /// Serve the listener on standard input for this process
    #[arg(long, value_name = "PID", hide = true)]
    for_process: Option<u32>,
    /// Command to serve, which is run in place of the relay
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "stay")]
    command: Vec<OsString>,
}
