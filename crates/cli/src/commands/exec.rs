//! `daypass exec`: a child with credentials in its environment; on Unix it takes this process's place.

mod run;

pub(crate) use run::run;

use crate::args::RoleFlags;
use clap::Args;

/// Flags of `exec`.
#[derive(Debug, Args)]
pub(crate) struct Exec {
    /// Lead the command to an endpoint that renews its credentials for as long as it runs, instead of giving it keys
    #[arg(long)]
    serve: bool,
    /// The command and its arguments, after `--` where it begins with a dash; without one, a shell on a terminal
    #[arg(trailing_var_arg = true, value_name = "COMMAND")]
    pub(crate) command: Vec<std::ffi::OsString>,
    /// Which role, without a profile.
    #[command(flatten)]
    pub(crate) role: RoleFlags,
}
