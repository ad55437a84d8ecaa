//! Measures daypass beside other programs in one run, and checks the instruction budget of the hot path.
//!
//! `cargo xtask bench [WHAT]`, `cargo xtask budget` and `cargo xtask hot` build and start this program; each measurement has a file.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod budget;
mod calls;
mod chart;
mod complete;
mod config;
mod figures;
mod growth;
mod homes;
mod hook;
mod hot;
mod login;
mod measurements;
mod peak;
mod plot;
mod populate;
mod relay;
mod relayed;
mod scale;
mod serve;
mod shells;
mod simulator;
mod size;
mod start;
mod token;

use measurements::MEASUREMENTS;
use std::{path::PathBuf, process::ExitCode};
use xtask::{places, tally::Tally};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tally = match arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        Some(("bench", rest)) => bench(rest),
        Some(("budget", rest)) => {
            let mut tally = budget::run(rest);
            if rest.iter().any(|word| word == "--bless") {
                // The page of figures has the budget, too.
                tally.add(plot::run());
            }
            tally
        }
        Some(("hot", rest)) => hot::run(rest),
        other => {
            eprintln!("daypass-benches: there is no command {other:?}; `cargo xtask` lists them");
            return ExitCode::from(2);
        }
    };
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the named measurement, or all: without a name, or `--all`. `--json FILE` keeps the figures, and `--plot` draws those kept.
fn bench(arguments: &[String]) -> Tally {
    if arguments.iter().any(|word| word == "--plot") {
        return plot::run();
    }
    let mut rest = arguments.to_vec();
    let file = rest.iter().position(|word| word == "--json").map(|at| {
        rest.remove(at);
        // The shell is where the person is, and this program at the top of the checkout.
        if at < rest.len() { places::root().join(rest.remove(at)) } else { PathBuf::new() }
    });
    rest.retain(|word| word != "--all");
    let name = match rest.first() {
        Some(name) if !name.starts_with('-') => rest.remove(0),
        _ => String::new(),
    };
    let mut tally = Tally::default();
    let mut known = false;
    for (bench, _, run) in MEASUREMENTS.iter().filter(|(bench, ..)| name.is_empty() || *bench == name) {
        println!("bench {bench}");
        figures::begin(bench);
        tally.add(run(&rest));
        known = true;
    }
    if !known {
        tally.check(&name, Err("there is no such measurement".to_owned()));
    }
    if let Some(file) = file {
        tally.check(&format!("the figures are in {}", file.display()), figures::write(&file));
    }
    tally
}
