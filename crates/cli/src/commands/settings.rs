//! `daypass settings`: each setting, its value and its source; `settings import`: those of an organisation.

mod import;
mod run;

pub(crate) use run::run;

use crate::args::TableFlags;
use clap::{Args, Subcommand};

/// Flags of `settings`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SettingsFlags {
    /// What to do besides.
    #[command(subcommand)]
    command: Option<SettingsCommand>,
    /// How the settings are printed.
    #[command(flatten)]
    table: TableFlags,
}

/// `daypass settings …`.
#[derive(Debug, Subcommand)]
enum SettingsCommand {
    /// Import the settings that an organisation hands out as one file, after showing what changes
    Import(SettingsImport),
}

/// Flags of `settings import`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
struct SettingsImport {
    /// File to import, or its https address
    #[arg(value_name = "FILE|URL", required_unless_present_any = ["refresh", "undo"])]
    source: Option<String>,
    /// Import only a file with this SHA-256, in hex
    #[arg(long, value_name = "HEX", conflicts_with = "undo")]
    sha256: Option<String>,
    /// Read again what was imported last
    #[arg(long, conflicts_with_all = ["source", "undo"])]
    refresh: bool,
    /// Undo the last import
    #[arg(long, conflicts_with = "source")]
    undo: bool,
    /// Show what would change and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing; for an address, only with --sha256
    #[arg(long, short)]
    yes: bool,
}
