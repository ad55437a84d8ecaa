//! `daypass exec`: runs a command with credentials in its environment; on Unix the command replaces this process.

mod adopted_profile;
mod run;

pub(crate) use adopted_profile::adopt_profile;
pub(crate) use run::{replaced, run};

use crate::args::{AssumedRoleDuration, AssumedRoleFlags, GuardFlags, RoleFlags};
use clap::Args;

/// Flags of `exec`.
#[derive(Debug, Args)]
pub(crate) struct Exec {
    /// Give the command a credentials endpoint, which renews credentials while the command runs, instead of keys
    #[arg(long, conflicts_with = "role_arn")]
    serve: bool,
    /// Command to run, with its arguments [default: a shell, on a terminal]
    #[arg(trailing_var_arg = true, value_name = "COMMAND")]
    pub(crate) command: Vec<std::ffi::OsString>,
    /// What is meant where nobody can be asked.
    #[command(flatten)]
    guard: GuardFlags,
    /// A role in place of a profile.
    #[command(flatten)]
    pub(crate) role: RoleFlags,
    /// A role that is assumed.
    #[command(flatten)]
    assumed: AssumedRoleFlags,
    /// How long the assumed role's credentials are valid.
    #[command(flatten)]
    duration: AssumedRoleDuration,
}
