//! `explore [--homes N] [--seed S]`: homes made by chance, command lines tried in each, and laws that hold in all.
//!
//! A home that breaks a law is shrunk to its least and printed as a test. The same seed makes the same homes; each home
//! has a seed of its own, which `--only SEED` tries alone. `--findings FILE` writes what was found, smallest first.

mod browser;
mod caches;
pub(crate) mod commands;
mod dice;
mod draw;
mod faults;
mod laws;
mod make;
mod peer;
mod place;
mod power;
mod profiles;
mod running;
mod show;
mod shrink;
mod spec;
mod surroundings;
#[cfg(unix)]
mod terminal;
mod tries;
mod users;

use crate::stage;
use peer::Peer;
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};
use tries::{Finding, Findings, Way, explore};
use xtask::{environment, places, process::Run, tally::Tally};

const HOMES: u64 = 400;
const SEED: u64 = 1;

/// `--homes N`, `--minutes M`, `--seed S`, `--only SEED`, `--findings FILE`, `--program FILE`, `--built`, `--no-shrink`,
/// `--power`, `--fault NUMBER`; `--stacks N` tries stacks of settings files instead.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let number = |name: &str| value(name).and_then(|value| value.parse::<u64>().ok());
    if !cfg!(unix) {
        tally.skip("explore", "its homes are those of Unix");
        return tally;
    }
    if let Some(stacks) = number("--stacks") {
        tally.check(&format!("{stacks} stacks of settings"), stacks_of_settings(stacks));
        return tally;
    }
    let build = if has("--built") || has("--program") { stage::built } else { stage::build };
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check("daypass is built", Err(reason));
        return tally;
    }
    let program = value("--program").map_or_else(|| places::program(stage::DAYPASS), PathBuf::from);
    let (homes, seed) = (number("--homes").unwrap_or(HOMES), number("--seed").unwrap_or(SEED));
    let seeds: Vec<u64> = number("--only").map_or_else(
        || (0..homes).map(|number| seed.wrapping_mul(1_000_003).wrapping_add(number)).collect(),
        |only| vec![only],
    );
    if has("--power") {
        return power::run(&seeds, &program, number("--fault").and_then(|number| number.try_into().ok()));
    }
    let start = Instant::now();
    let peer = Peer::start().map_err(|reason| tally.missing("boto3", &reason)).ok();
    let until = number("--minutes").map(|minutes| start + Duration::from_secs(60 * minutes));
    let way = Way { shrinks: !has("--no-shrink"), ends_at_first: false, until };
    match explore(&seeds, &program, peer.as_ref(), way) {
        Err(reason) => tally.check("explore", Err(reason)),
        Ok((found, started, tried)) => {
            let seconds = start.elapsed().as_secs_f64();
            let rate = f64::from(u32::try_from(tried).unwrap_or(u32::MAX)) / seconds;
            println!("         {tried} homes, {started} processes in {seconds:.0} s: {rate:.1} homes/s");
            report(&mut tally, &found, tried, value("--findings").map(PathBuf::from));
        }
    }
    tally
}

/// The test of the program that draws stacks of settings files, with so many of them.
fn stacks_of_settings(stacks: u64) -> Result<(), String> {
    let words = ["test", "-p", "daypass-cli", "--test", "it", "--locked", "--", "--show-output", "stacks::"];
    let mut is_skipped = false;
    let status = Run::cargo().args(words).env("DAYPASS_STACKS", stacks.to_string()).lines(|line| {
        is_skipped |= line.starts_with("skipped: ");
        println!("{line}");
    });
    match status {
        Ok(_) if is_skipped => Err("no namespace can be had; it takes root".to_owned()),
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo test: {status}")),
        Err(error) => Err(error),
    }
}

fn report(tally: &mut Tally, found: &Findings, homes: usize, file: Option<PathBuf>) {
    let mut all: Vec<&Finding> = found.values().collect();
    all.sort_by_key(|finding| (finding.broken.law, show::weight(&finding.spec)));
    let mut text = String::new();
    for finding in &all {
        let Finding { broken, spec, seed, homes } = finding;
        text += &format!(
            "## law {}: {}\n\n{homes} homes, the first of seed {seed}\n\n```text\n{}```\n\n```rust\n{}```\n\n",
            broken.law,
            broken.what,
            broken.detail,
            show::test(spec, &format!("explored_{seed}"))
        );
    }
    if let Some(file) = file {
        tally.check(
            &format!("{} is written", file.display()),
            fs::write(&file, &text).map_err(|error| error.to_string()),
        );
    }
    for law in ["1 ends", "2 remedies", "3 agree", "4 files", "5 clean", "6 peers", "7 doctor"] {
        let broken: Vec<_> = all.iter().filter(|finding| finding.broken.law == law).collect();
        let list = broken.iter().map(|finding| {
            format!("{} ({} homes, seed {})", finding.broken.what, finding.homes, finding.seed)
        });
        let list: Vec<_> = list.collect();
        let result = if list.is_empty() { Ok(()) } else { Err(list.join("\n")) };
        tally.check(&format!("law {law} holds in {homes} homes"), result);
    }
    if !text.is_empty() && all.len() <= 5 {
        println!("{text}");
    }
}
