//! `daypass serve`: serves the credentials of profiles on loopback and renews them while it runs.

mod run;
mod snippets;

pub(crate) use run::{run, show};

use crate::args::{GuardFlags, RoleFlags};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Profiles to serve, each at a path and with a token of its own [default: the profile in use]
    #[arg(value_name = "PROFILE", conflicts_with = "account")]
    pub(crate) profiles: Vec<String>,
    /// Port on 127.0.0.1; 0 takes a free port
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// Also serve on a unix socket, for containers and sandboxes that mount its folder
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Format of the printed variables
    #[arg(long, value_enum, default_value_t = ServeFormat::Env, value_name = "FORMAT")]
    format: ServeFormat,
    /// Run the server in the background: print the variables and return
    #[arg(long)]
    background: bool,
    /// Stop when this process ends, such as $$ for the shell
    #[arg(long, value_name = "PID")]
    until_exit: Option<u32>,
    /// The guard was passed by the process that starts this one, for so many seconds; 0 is without an end
    #[arg(long, hide = true, value_name = "SECONDS")]
    guard_passed: Option<u64>,
    /// Lease to serve, in place of profiles
    #[arg(long, hide = true, value_name = "LEASE", conflicts_with_all = ["profiles", "account"])]
    lease: Option<String>,
    /// The lease goes on when the process of --until-exit ends
    #[arg(long, hide = true, requires = "lease")]
    keep_lease: bool,
    /// Host that asks for the lease; none for this machine
    #[arg(long, hide = true, value_name = "HOST", requires = "lease")]
    place: Option<String>,
    /// What is meant where nobody can be asked.
    #[command(flatten)]
    guard: GuardFlags,
    /// A role in place of profiles.
    #[command(flatten)]
    pub(crate) role: RoleFlags,
}

/// A format of `serve --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServeFormat {
    /// `export NAME=VALUE` for a shell
    Env,
    /// A `docker run` line
    Docker,
    /// A Docker Compose file
    Compose,
}
