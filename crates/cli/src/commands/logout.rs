//! `daypass logout`: removes the files of a sign-in, then revokes the tokens at AWS; it works offline, too.

mod console;
mod run;

pub(crate) use run::run;

use clap::Args;

/// Flags of `logout`.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Logout {
    /// Session to sign out of, or a profile of that session
    #[arg(value_name = "NAME", conflicts_with_all = ["sso_session", "all", "profile"])]
    pub(crate) name: Option<String>,
    /// Session to sign out of
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    sso_session: Option<String>,
    /// Sign out of all sessions, which is the default without NAME, --sso-session and --profile
    #[arg(long)]
    all: bool,
    /// End the sessions of console sign-ins (aws login) at AWS, too; tokens of IAM Identity Center always are revoked
    #[arg(long)]
    revoke: bool,
    /// Show what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
    /// Whether the sign-out of all sessions leaves those of the console alone, as `aws sso logout` does.
    #[arg(skip)]
    pub(crate) keeps_console: bool,
}
