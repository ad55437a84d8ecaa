//! `daypass pin`, `trust` and `untrust`: the pin of a folder, and whether it is followed.

mod run;

pub(crate) use run::{run, trust, untrust};

use clap::Args;
use std::path::PathBuf;

/// Flags of `pin`.
#[derive(Debug, Args)]
pub(crate) struct PinFlags {
    /// Profile to pin this folder to; `-` removes the pin; without a name, the pin that applies here is shown
    #[arg(value_name = "PROFILE")]
    profile: Option<String>,
    /// Session to pin this folder to
    #[arg(long, value_name = "NAME")]
    sso_session: Option<String>,
    /// Print the profile, the region and the path of the pin, a line each; called by the shell integration
    #[arg(long, hide = true, conflicts_with_all = ["profile", "sso_session"])]
    hook: bool,
}

/// Flags of `trust`.
#[derive(Debug, Args)]
pub(crate) struct TrustFlags {
    /// Folder whose pin is meant [default: the one that applies here]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Never follow a pin in that folder, whatever its content
    #[arg(long)]
    never: bool,
}

/// Flags of `untrust`.
#[derive(Debug, Args)]
pub(crate) struct UntrustFlags {
    /// Folder whose pin is meant [default: the one that applies here]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}
