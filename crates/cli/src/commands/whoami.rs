//! `daypass whoami`: STS GetCallerIdentity, the JSON that `aws sts get-caller-identity` prints.

mod all;
mod run;

pub(crate) use run::run;

use crate::args::RoleFlags;
use clap::Args;

/// Flags of `whoami`.
#[derive(Debug, Args)]
pub(crate) struct Whoami {
    /// Every profile, as a table; a sign-in that is missing is a line of it
    #[arg(long, conflicts_with_all = ["profile", "account"])]
    all: bool,
    /// A role without any profile.
    #[command(flatten)]
    role: RoleFlags,
}
