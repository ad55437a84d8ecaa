//! `daypass credentials` and `daypass credential-process`: the credentials of a profile, in any form.

mod format;
mod run;

pub(crate) use run::{export, process, run};

use crate::args::RoleFlags;
use clap::{Args, ValueEnum};

/// Flags of `credentials`.
#[derive(Debug, Args)]
pub(crate) struct CredentialsFlags {
    /// The form
    #[arg(long, value_enum, default_value_t = Format::Process, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Write them into the AWS credentials file as this profile, for tools that read nothing else; logout removes it
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    write_credentials: Option<String>,
    /// Which role, without a profile.
    #[command(flatten)]
    role: RoleFlags,
}

/// The forms of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// The JSON that `credential_process` of the AWS SDKs takes
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
    /// `NAME="VALUE"`, a line each, for .env files
    Dotenv,
    /// The credentials as one JSON object
    Json,
}
