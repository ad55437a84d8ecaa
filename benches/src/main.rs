//! Measurements beside others, in one run, printed; and the budget of the hot path.
//!
//! `cargo xtask bench [WHAT]` and `cargo xtask budget` build and start it; one file for each measurement.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod budget;
mod complete;
mod config;
mod growth;
mod homes;
mod login;
mod populate;
mod serve;
mod simulator;
mod size;
mod start;

use std::process::ExitCode;
use xtask::tally::Tally;

/// One kind of measurement: its name, and what runs it with the arguments behind the name.
type Bench = (&'static str, fn(&[String]) -> Tally);

const BENCHES: &[Bench] = &[
    ("complete", complete::run),
    ("config", config::run),
    ("growth", growth::run),
    ("login", login::run),
    ("populate", populate::run),
    ("serve", serve::run),
    ("size", size::run),
    ("start", start::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tally = match arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        Some(("bench", rest)) => bench(rest),
        Some(("budget", rest)) => budget::run(rest),
        other => {
            eprintln!("daypass-benches: there is no command {other:?}; `cargo xtask` lists them");
            return ExitCode::from(2);
        }
    };
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the named measurement, or all.
fn bench(arguments: &[String]) -> Tally {
    let (name, rest) = arguments.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
    let mut tally = Tally::default();
    let mut known = false;
    for (bench, run) in BENCHES.iter().filter(|(bench, _)| name.is_empty() || *bench == name) {
        println!("bench {bench}");
        tally.add(run(rest));
        known = true;
    }
    if !known {
        tally.check(name, Err("there is no such measurement".to_owned()));
    }
    tally
}
