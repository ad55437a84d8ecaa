//! `ci`: everything that must hold, in order; a time table; one line with the counts.

use crate::{command::Command, elsewhere};
use std::{
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use xtask::{environment, process::Run, tally::Tally};

/// Steps side by side: the first starts small processes one after the other, the second compiles, in a folder of its
/// own. Together they take two thirds of the time.
const PAIRS: &[(&str, &str)] = &[("interop", "budget"), ("crash", "cross")];

/// Runs all steps, goes on after a failure, and fails at the end if there was one.
pub(crate) fn run(commands: &[Command]) -> Tally {
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
    let mut beside = Vec::new();
    for command in commands {
        let Some(arguments) = command.in_ci else { continue };
        let pairs = PAIRS.iter().filter(|(waits, _)| *waits == command.name);
        beside.extend(pairs.map(|(_, computes)| Beside::start(computes)));
        if let Some(place) = beside.iter().position(|step: &Beside| step.name == command.name) {
            let step = beside.swap_remove(place);
            total.add(timed(&mut table, command.name, || step.end()));
            continue;
        }
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        total.add(timed(&mut table, command.name, || command.run(&arguments)));
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

/// A step in a process of its own; what it prints is held until it is asked for.
struct Beside {
    name: &'static str,
    process: JoinHandle<Result<(Option<i32>, String), String>>,
}

impl Beside {
    fn start(name: &'static str) -> Self {
        let process = thread::spawn(move || {
            let program = std::env::current_exe().map_err(|error| error.to_string())?;
            Run::fetching(program).arg(name).limit(3600).merged()
        });
        Self { name, process }
    }

    fn end(self) -> Tally {
        let mut tally = Tally::default();
        match self.process.join().unwrap_or_else(|_| Err("it panicked".to_owned())) {
            Err(reason) => tally.check(self.name, Err(reason)),
            Ok((code, output)) => {
                print!("{output}");
                output.lines().for_each(elsewhere::note);
                let last = output.lines().last().unwrap_or_default();
                if let Err(reason) = elsewhere::ended(last, code, &mut tally) {
                    tally.check(self.name, Err(reason));
                }
            }
        }
        tally
    }
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
