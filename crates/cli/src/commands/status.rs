//! `daypass status`: how long each session and the credentials of each profile are good. No network, unless the portal
//! is to be asked.

mod run;
mod show;
mod view;

pub(crate) use run::run;

use clap::Args;

/// Flags of `status`.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// A session, or a profile whose session is meant
    #[arg(value_name = "NAME", conflicts_with = "profile")]
    pub(crate) name: Option<String>,
    /// Ask the portal whether the tokens are good, and renew those that have ended
    #[arg(long, conflicts_with = "watch")]
    verify: bool,
    /// Look again every second, until Ctrl-C
    #[arg(long)]
    watch: bool,
}
