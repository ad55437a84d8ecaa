//! `daypass configure sso-session`: asks for the keys of an sso-session; no sign-in.

mod run;

pub(crate) use run::run;

use clap::Args;
use daypass_wizard::GivenSession;

/// Flags of `configure sso-session`.
#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_field_names,
    reason = "the names of the flags, which are the keys of the config file"
)]
pub(crate) struct ConfigureSession {
    /// Name of the sso-session; empty in `configure sso` for a profile without a session
    #[arg(long, value_name = "NAME")]
    pub(super) sso_session: Option<String>,
    /// URL of the AWS access portal
    #[arg(long, value_name = "URL")]
    pub(super) sso_start_url: Option<String>,
    /// Region of IAM Identity Center
    #[arg(long, value_name = "REGION")]
    pub(super) sso_region: Option<String>,
    /// Scopes of the sign-in, separated by commas
    #[arg(long, value_name = "SCOPES")]
    pub(super) sso_registration_scopes: Option<String>,
}

impl ConfigureSession {
    /// What the flags answer beforehand.
    pub(super) fn given(&self) -> GivenSession {
        let Self { sso_session: name, sso_start_url: start_url, sso_region: region, .. } = self.clone();
        GivenSession { name, start_url, region, scopes: self.sso_registration_scopes.clone() }
    }
}
