//! `daypass logout`: what is on this machine goes first, then AWS is told; so it works offline too.

mod run;

pub(crate) use run::run;

use clap::Args;

/// Flags of `logout`.
#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// A session, or a profile whose session is meant
    #[arg(value_name = "NAME", conflicts_with_all = ["sso_session", "all", "profile"])]
    pub(crate) name: Option<String>,
    /// This session alone
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    sso_session: Option<String>,
    /// Every session, which is the default where neither --sso-session nor --profile is given
    #[arg(long)]
    all: bool,
    /// Say what would go, and change nothing
    #[arg(long)]
    dry_run: bool,
}
