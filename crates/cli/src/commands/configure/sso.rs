//! `daypass configure sso`: asks for session, sign-in, account, role and defaults; one write at the end.

mod run;

pub(crate) use run::run;

use crate::{args::FlowFlags, commands::configure::sso_session::ConfigureSession};
use clap::Args;

/// Flags of `configure sso`; `--region` and `--output` are keys of the profile.
#[derive(Debug, Args)]
pub(crate) struct ConfigureSso {
    /// Flags of the session.
    #[command(flatten)]
    session: ConfigureSession,
    /// Account id of the profile
    #[arg(long, value_name = "ID")]
    pub(super) sso_account_id: Option<String>,
    /// Role name of the profile
    #[arg(long, value_name = "NAME")]
    pub(super) sso_role_name: Option<String>,
    /// How the sign-in is done.
    #[command(flatten)]
    flow: FlowFlags,
}
