//! `daypass status`: shows how long each session and the credentials of each profile are valid. Only `--verify` uses the
//! network.

mod run;

pub(crate) use run::run;

use crate::args::TableFlags;
use clap::Args;

/// Flags of `status`.
#[derive(Debug, Default, Args)]
pub(crate) struct Status {
    /// Session to show, or a profile of that session
    #[arg(value_name = "NAME", conflicts_with = "profile")]
    pub(crate) name: Option<String>,
    /// Ask the portal whether it accepts the tokens, and renew expired tokens
    #[arg(long, conflicts_with = "watch")]
    verify: bool,
    /// Refresh every second, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// What is printed.
    #[command(flatten)]
    table: TableFlags,
}
