//! `daypass vault`: what renews sign-ins is sealed in its files, by a key that is kept elsewhere.

mod run;

pub(crate) use run::run;

use clap::{Args, Subcommand};
use daypass_key_holders::Holder;

/// `daypass vault …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    /// Seal refresh tokens and client secrets; the access token stays where every SDK reads it
    On(VaultOn),
    /// Store refresh tokens and client secrets in plain again
    Off(VaultOff),
    /// Show whether the vault is on, who has its key, and what is in plain
    Status,
    /// Make a new key, and seal everything with it
    Rekey(VaultRekey),
}

/// Flags of `vault on`.
#[derive(Debug, Args)]
pub(crate) struct VaultOn {
    /// Who keeps the key: file:PATH for a key file on another disk, or NAME for the program daypass-key-NAME
    #[arg(long, value_name = "HOLDER", required_unless_present = "command", conflicts_with = "command")]
    key: Option<Holder>,
    /// Show what would be sealed and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
    /// Command that prints a key, such as `op read op://Private/daypass/key`
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Flags of `vault off`.
#[derive(Debug, Args)]
pub(crate) struct VaultOff {
    /// The key is lost: sealed sessions last until their access token ends, and need a sign-in then
    #[arg(long)]
    without_key: bool,
    /// Show what would be opened and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
}

/// Flags of `vault rekey`.
#[derive(Debug, Args)]
pub(crate) struct VaultRekey {
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
}
