//! `daypass whoami`: prints the answer of STS GetCallerIdentity, as `aws sts get-caller-identity` does.

mod all;
mod run;

pub(crate) use run::run;

use crate::args::{AssumedRoleDuration, AssumedRoleFlags, RoleFlags, TableFlags};
use clap::Args;

/// Flags of `whoami`.
#[derive(Debug, Default, Args)]
pub(crate) struct Whoami {
    /// Show the identity of every profile as a table; a profile without a sign-in has a line, too
    #[arg(long, conflicts_with_all = ["profile", "account"])]
    pub(crate) all: bool,
    /// What is printed.
    #[command(flatten)]
    table: TableFlags,
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
