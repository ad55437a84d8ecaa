//! `mutants`: what the tests of each library notice when one thing in it is changed.
//!
//! cargo-mutants lists the changes (*mutants*). Tried one by one each costs a build, which is a night for all libraries.
//! So all mutants of a crate go into one build: a function body becomes a `match` on the number of the chosen mutant
//! (`rewrite`), what does not compile is left out (`one_build`), one traced run of each test tells which functions it
//! reaches (`suite`), and each mutant is run against those tests alone (`judge`). What cannot be chosen while a program
//! runs (`const fn`, `-> impl Trait`, constants) is left to cargo-mutants itself (`one_by_one`).
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod arguments;
mod functions;
mod judge;
mod kept;
mod measure;
mod mutant;
mod one_build;
mod one_by_one;
mod outcome;
mod parallel;
mod report;
mod rewrite;
mod suite;

use std::process::ExitCode;
use xtask::tally::Tally;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(("mutants", rest)) = arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) else {
        eprintln!("daypass-mutants: the only command is `mutants`; start it as `cargo xtask mutants`");
        return ExitCode::from(2);
    };
    let tally = run(rest);
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures the wanted crates, prints a table, and checks it against the limits and the list.
fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let ready = || {
        one_by_one::install()?;
        Ok((arguments::Wanted::parse(arguments)?, kept::List::read()?))
    };
    let (wanted, list) = match ready() {
        Ok(ready) => ready,
        Err(reason) => {
            tally.check("the mutants can be listed", Err(reason));
            return tally;
        }
    };
    let mut table = Vec::new();
    for name in &wanted.crates {
        match measure::measure(name, &wanted) {
            Ok(found) => table.push((name.as_str(), found)),
            Err(reason) => tally.check(&format!("{name} is measured"), Err(reason)),
        }
    }
    report::print(&table, &list);
    if let Some(path) = &wanted.json {
        tally.check("the figures are written", report::write(path, &table, &list));
    }
    report::check(&table, &list, wanted.is_all(), &mut tally);
    tally
}
