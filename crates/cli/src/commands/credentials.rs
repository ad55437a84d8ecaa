//! `daypass credentials` and `daypass credential-process`: print the credentials of a profile.

mod format;
mod run;

pub(crate) use run::{export, process, run};

use crate::args::{AssumedRoleDuration, AssumedRoleFlags, GuardFlags, RoleFlags};
use clap::{Args, ValueEnum};

/// Flags of `credentials`.
#[derive(Debug, Args)]
pub(crate) struct CredentialsFlags {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Process, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Write the credentials into the AWS credentials file, as this profile, for tools that read only that file; logout
    /// removes the profile
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    write_credentials: Option<String>,
    /// What is meant where nobody can be asked.
    #[command(flatten)]
    guard: GuardFlags,
    /// A role in place of a profile.
    #[command(flatten)]
    pub(crate) role: RoleFlags,
    /// A role that is assumed.
    #[command(flatten)]
    assumed: AssumedRoleFlags,
    /// How long the assumed role's credentials are valid.
    #[command(flatten)]
    duration: AssumedRoleDuration,
}

/// A format of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// JSON for `credential_process`
    Process,
    /// `export NAME=VALUE` for sh, bash and zsh
    Env,
    /// `NAME=VALUE`
    EnvNoExport,
    /// `$Env:NAME="VALUE"`
    Powershell,
    /// `set NAME=VALUE` for cmd.exe
    WindowsCmd,
    /// `set -gx NAME "VALUE"`
    Fish,
    /// `$env.NAME = "VALUE"`
    Nushell,
    /// `set-env NAME 'VALUE'`
    Elvish,
    /// `$NAME = "VALUE"`
    Xonsh,
    /// `NAME="VALUE"` for .env files
    Dotenv,
    /// One JSON object
    Json,
}
