//! `cargo xtask COMMAND`: the only entry point for building, checking and showing daypass.
//!
//! One file per command; `commands.rs` lists them, and which of them `ci` runs.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod arm;
mod ci;
mod command;
mod commands;
mod crates;
mod cross;
mod doc;
mod elsewhere;
mod fuzz;
mod lint;
mod minimal;
mod sim;
mod test;
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let arguments: Vec<String> = arguments.collect();
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", commands::help());
        return ExitCode::SUCCESS;
    }
    let Some(command) = commands::find(&name) else {
        eprint!("xtask: there is no command {name:?}\n\n{}", commands::help());
        return ExitCode::from(2);
    };
    let tally = command.run(&arguments);
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
