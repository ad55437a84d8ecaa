//! `ci`: everything that must hold, in order; a time table; one line with the counts.

use crate::{commands::COMMANDS, environment, process::Run, tally::Tally};
use std::time::{Duration, Instant};

/// Runs all steps, goes on after a failure, and fails at the end if there was one.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut total = Tally::default();
    let mut table = Vec::new();
    let start = Instant::now();
    println!("{}", versions());
    let fetch = timed(&mut table, "fetch", || {
        let mut tally = Tally::default();
        tally.check("cargo fetch", environment::fetch());
        tally
    });
    total.add(fetch);
    for command in COMMANDS {
        let Some(arguments) = command.in_ci else { continue };
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        total.add(timed(&mut table, command.name, || (command.run)(&arguments)));
    }
    println!("\n== time table");
    for (name, time, tally) in &table {
        println!("{name:14} {:>7.1} s   {tally}", time.as_secs_f64());
    }
    println!("{:14} {:>7.1} s\n", "all", start.elapsed().as_secs_f64());
    for what in Tally::failures() {
        println!("FAILED   {what}");
    }
    total
}

fn timed(
    table: &mut Vec<(&'static str, Duration, Tally)>,
    name: &'static str,
    step: impl FnOnce() -> Tally,
) -> Tally {
    println!("\n== {name}");
    let start = Instant::now();
    let tally = step();
    table.push((name, start.elapsed(), tally));
    tally
}

fn versions() -> String {
    let version = |tool: &str| Run::cargo_tool(tool).arg("--version").text().unwrap_or_else(|error| error);
    format!("{}\n{}", version("rustc").trim(), version("cargo").trim())
}
