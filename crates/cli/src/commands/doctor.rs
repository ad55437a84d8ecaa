//! `daypass doctor`: finds faults on this machine and the command that fixes each.

mod run;

pub(crate) use run::{fix_of, offers, run};

use clap::Args;

/// Flags of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Fix file modes, damaged cache files and leftovers; with CODES, also these findings in config files
    #[arg(long, value_name = "CODES", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    #[arg(default_missing_value = "safe")]
    fix: Option<Vec<String>>,
    /// Also check the network: whether the sign-in services answer, and whether the clock is right
    #[arg(long)]
    online: bool,
    /// Print versions, paths and settings first, for a bug report; holds no secret
    #[arg(long)]
    bundle: bool,
}
