//! The end-to-end tests: daypass as a whole beside the real AWS CLI and SDKs, a browser, a terminal, crashes, herds.
//!
//! `cargo xtask NAME` builds and starts it; one file or folder for each command.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod browser;
mod chromium;
mod clean;
mod crash;
mod demo;
mod differential;
mod explore;
mod herd;
mod hostile;
mod interop;
mod reproduce;
mod screens;
mod shared_program;
mod stage;
mod time;

use std::process::ExitCode;
use xtask::tally::Tally;

/// A command: its name, and the function that runs it with the arguments after the name.
type Command = (&'static str, fn(&[String]) -> Tally);

const COMMANDS: &[Command] = &[
    ("browser", browser::run),
    ("chromium", chromium::run),
    ("crash", crash::run),
    ("demo", demo::run),
    ("differential", differential::run),
    ("explore", explore::run),
    ("herd", herd::run),
    ("hostile", hostile::run),
    ("interop", interop::run),
    ("reproduce", reproduce::run),
    ("screens", screens::run),
];

fn main() -> ExitCode {
    if let Some(end) = hostile::weak::run() {
        return end;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let Some((_, run)) = COMMANDS.iter().find(|(command, _)| *command == name) else {
        eprintln!("daypass-e2e: there is no command {name:?}; `cargo xtask` lists them");
        return ExitCode::from(2);
    };
    let tally = run(rest);
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
