//! `daypass serve`: credentials of one or several profiles on loopback, renewed for as long as it runs.

mod run;
mod snippets;

pub(crate) use run::run;

use crate::args::RoleFlags;
use clap::{Args, ValueEnum};

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The profiles to serve, each at its own path with its own token; else the profile in use
    #[arg(value_name = "PROFILE", conflicts_with = "account")]
    profiles: Vec<String>,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// The form in which the variables are printed
    #[arg(long, value_enum, default_value_t = ServeFormat::Env, value_name = "FORMAT")]
    format: ServeFormat,
    /// Print the variables and return; the server goes on by itself
    #[arg(long)]
    background: bool,
    /// Stop once this process has ended, such as $$, the shell
    #[arg(long, value_name = "PID")]
    until_exit: Option<u32>,
    /// A role without any profile.
    #[command(flatten)]
    role: RoleFlags,
}

/// The forms of `serve --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServeFormat {
    /// `export NAME=VALUE` for a shell
    Env,
    /// A `docker run` line
    Docker,
    /// A compose file
    Compose,
}
