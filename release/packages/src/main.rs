//! Packages: made, installed in clean places, run there and removed.
//!
//! `cargo xtask package` builds and starts it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod archive;
mod changelog;
mod installers;
mod linux;
mod npm;
mod package;
mod release;
mod server;
mod templates;
mod third_party;
mod tree;
mod trial;
mod version;
mod wheel;
mod workflows;

use std::process::ExitCode;
use xtask::tally::Tally;

/// A command: its name, and the function that runs it with the arguments after the name.
type Command = (&'static str, fn(&[String]) -> Tally);

const COMMANDS: &[Command] = &[
    ("installers", installers::run),
    ("package", package::run),
    ("release", release::run),
    ("workflows", workflows::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let Some((_, run)) = COMMANDS.iter().find(|(command, _)| *command == name) else {
        eprintln!("daypass-packages: there is no command {name:?}; `cargo xtask` lists them");
        return ExitCode::from(2);
    };
    let tally = run(rest);
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
