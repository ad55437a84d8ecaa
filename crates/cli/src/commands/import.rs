//! `daypass import`: lists what other tools left on this machine, and takes over the profiles of one of them.

mod run;
mod settings_file;
mod show;

pub(crate) use run::run;

use crate::args::TableFlags;
use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _},
};
use daypass_other_tools::Tool;

/// Flags of `import`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Import {
    /// Tool to import from; without it, the tools that left something are listed
    #[arg(value_parser = tools().map(|name| name.parse::<Tool>().expect("a possible value is a tool")))]
    tool: Option<Tool>,
    /// Show the plan and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
    /// Mark converted profiles as daypass's, so that `configure populate` changes and prunes them
    #[arg(long)]
    own: bool,
    /// Id of the machine on which Leapp ran, for a copy of its file [default: the ids of this machine]
    #[arg(long, value_name = "ID")]
    machine_id: Option<String>,
    /// Undo the last import; profiles that were changed since then stay as they are
    #[arg(long, conflicts_with_all = ["tool", "own", "machine_id"])]
    undo: bool,
    /// How the list of tools is printed.
    #[command(flatten)]
    table: TableFlags,
}

/// The names of the tools, for help and completion; other names of a tool are accepted, too.
fn tools() -> PossibleValuesParser {
    let value = |tool: Tool| PossibleValue::new(tool.name()).aliases(tool.other_names().iter().copied());
    PossibleValuesParser::new(Tool::ALL.map(value))
}
