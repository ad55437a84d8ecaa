//! `daypass eject`: leaves every profile to the AWS CLI, and removes every trace of daypass.

mod run;

pub(crate) use run::run;

use clap::Args;

/// Flags of `eject`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Eject {
    /// Show what would be changed and removed, and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
}
