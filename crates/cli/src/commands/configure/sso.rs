//! `daypass configure sso`: session, sign-in, account, role, defaults; written at the end, at once or not at all.

mod run;

pub(crate) use run::run;

use crate::{args::FlowFlags, commands::configure::sso_session::ConfigureSession};
use clap::Args;

/// Flags of `configure sso`; `--region` and `--output` are the profile's own.
#[derive(Debug, Args)]
pub(crate) struct ConfigureSso {
    /// The session's flags.
    #[command(flatten)]
    session: ConfigureSession,
    /// The account
    #[arg(long, value_name = "ID")]
    pub(super) sso_account_id: Option<String>,
    /// The role
    #[arg(long, value_name = "NAME")]
    pub(super) sso_role_name: Option<String>,
    /// How to sign in.
    #[command(flatten)]
    flow: FlowFlags,
}
