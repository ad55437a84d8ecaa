//! `daypass sso list-accounts`, `list-account-roles` and `get-role-credentials`: operations of the access portal as the AWS
//! CLI has them, for scripts.

mod run;

pub(crate) use run::{list_account_roles, list_accounts, role_credentials};

use clap::Args;

/// Whose answers an operation of the portal gives.
#[derive(Debug, Args)]
pub(crate) struct TokenFlags {
    /// Access token to use, instead of the one of the session
    #[arg(long, value_name = "TOKEN")]
    access_token: Option<String>,
    /// Session whose token and portal to use, instead of the profile's session
    #[arg(long, value_name = "NAME")]
    sso_session: Option<String>,
}

/// Flags of `sso list-accounts`.
#[derive(Debug, Args)]
pub(crate) struct ListAccounts {
    /// The token.
    #[command(flatten)]
    token: TokenFlags,
}

/// Flags of `sso list-account-roles`.
#[derive(Debug, Args)]
pub(crate) struct ListAccountRoles {
    /// Account whose roles to list
    #[arg(long, value_name = "ID")]
    account_id: String,
    /// The token.
    #[command(flatten)]
    token: TokenFlags,
}

/// Flags of `sso get-role-credentials`.
#[derive(Debug, Args)]
pub(crate) struct GetRoleCredentials {
    /// Role in the account
    #[arg(long, value_name = "NAME")]
    role_name: String,
    /// Account of the role
    #[arg(long, value_name = "ID")]
    account_id: String,
    /// The token.
    #[command(flatten)]
    token: TokenFlags,
}
