//! `daypass init` and `daypass use`: the shell integration.

mod install;
mod run;
mod switch;

pub(crate) use install::{change, write};
pub(crate) use run::run;
pub(crate) use switch::switch;

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use daypass_shell_integration::Shell;
use std::path::Path;

/// Flags of `init`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Init {
    /// Shell to print it for [default: the shell of SHELL]
    #[arg(value_parser = shells())]
    shell: Option<Shell>,
    /// Write it into a file that the shell reads at its start, after showing a plan
    #[arg(long, group = "writing")]
    install: bool,
    /// Take it out of the start files again, after showing a plan
    #[arg(long, group = "writing")]
    uninstall: bool,
    /// Show what would be written, and write nothing
    #[arg(long, requires = "writing", conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short, requires = "writing")]
    yes: bool,
}

impl Init {
    /// Whether it is about files.
    pub(crate) fn writes(&self) -> bool {
        self.install || self.uninstall
    }
}

/// Flags of `use`.
#[derive(Debug, Args)]
pub(crate) struct Use {
    /// Profile to use; `-` for none; without a name, a list to pick from
    #[arg(value_name = "PROFILE")]
    name: Option<String>,
    /// Pick a profile and print its name; called by the shell function `daypass`
    #[arg(long, hide = true, conflicts_with = "name")]
    pick: bool,
}

/// The names of the shells, each with its line.
fn shells() -> impl TypedValueParser<Value = Shell> {
    let help = |shell: Shell| format!("In {}: {}", shell.start_file(), shell.start_line());
    let names = Shell::ALL.map(|shell| PossibleValue::new(shell.name()).help(help(shell)));
    PossibleValuesParser::new(names).try_map(|name| Shell::of_path(Path::new(&name)).ok_or("no shell"))
}
