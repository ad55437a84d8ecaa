//! `daypass doctor`: what is wrong on this machine, for whom, and what fixes it.

mod fix_command;
mod run;
mod show;

pub(crate) use run::{fix_of, offers, run};

use clap::Args;

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Fix what is safe to fix: modes, damaged cache files, leftovers; and, in config files, what the codes name
    #[arg(long, value_name = "CODES", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    #[arg(default_missing_value = "safe")]
    fix: Option<Vec<String>>,
    /// Ask the network too: do the sign-in services answer, is the clock right
    #[arg(long)]
    online: bool,
    /// Begin with what a report of a fault needs; holds no secret, safe to paste
    #[arg(long)]
    bundle: bool,
}
