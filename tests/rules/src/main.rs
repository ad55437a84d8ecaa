//! The rules of this checkout that no compiler checks: about files, circles of files, walls between crates.
//!
//! `cargo xtask NAME` builds and starts it, and `cargo test` holds the checkout to each; one file for each command.
//! They read Rust with `syn`, on which `xtask` does not depend.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod api;
mod circles;
mod supply;
mod tidy;
mod walls;

use std::process::ExitCode;
use xtask::tally::Tally;

/// A command: its name, and the function that runs it with the arguments after the name.
type Command = (&'static str, fn(&[String]) -> Tally);

const COMMANDS: &[Command] = &[
    ("api", api::run),
    ("circles", circles::run),
    ("supply", supply::run),
    ("tidy", tidy::run),
    ("walls", walls::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let Some((_, run)) = COMMANDS.iter().find(|(command, _)| *command == name) else {
        eprintln!("daypass-rules: there is no command {name:?}; `cargo xtask` lists them");
        return ExitCode::from(2);
    };
    let tally = run(rest);
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
