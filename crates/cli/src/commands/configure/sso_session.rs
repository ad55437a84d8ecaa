//! `daypass configure sso-session`: the session part of the wizard alone, without a sign-in.

mod run;

pub(crate) use run::run;

use clap::Args;

/// Flags of `configure sso-session`.
#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_field_names,
    reason = "the names of the flags, which are the keys of the config file"
)]
pub(crate) struct ConfigureSession {
    /// The session's name; empty on `configure sso` for a legacy profile
    #[arg(long, value_name = "NAME")]
    pub(super) sso_session: Option<String>,
    /// The access portal's address
    #[arg(long, value_name = "URL")]
    pub(super) sso_start_url: Option<String>,
    /// The region of IAM Identity Center
    #[arg(long, value_name = "REGION")]
    pub(super) sso_region: Option<String>,
    /// What the sign-in may do, separated by commas
    #[arg(long, value_name = "SCOPES")]
    pub(super) sso_registration_scopes: Option<String>,
}
