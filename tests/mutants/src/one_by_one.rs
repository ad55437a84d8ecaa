//! `mutants [--crate NAME …] [--sample N [--seed S]] [--jobs N]`: measures which changes each library's tests notice.
//!
//! cargo-mutants makes one change at a time and runs the crate's tests and doctests. `xtask/mutants.txt` lists the
//! paths where every change must be noticed, and the changes that may be missed, each with its reason.

mod list;

use crate::copies;
use list::{Found, List, Verdict};
use std::collections::BTreeMap;
use xtask::{environment, packages, places, process::Run, tally::Tally};

/// The pinned version of cargo-mutants, so that mutants have equal names everywhere.
const VERSION: &str = "27.1.0";
/// The percentage of a crate's compiling mutants that its tests must notice.
const CAUGHT: usize = 90;

/// The parsed arguments.
struct Wanted {
    crates: Vec<String>,
    sample: Option<(usize, u64)>,
    jobs: usize,
}

/// Runs the named crates, or all published libraries.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let ready = || {
        environment::fetch()?;
        install()?;
        Ok((wanted(arguments)?, List::read()?))
    };
    let (wanted, list) = match ready() {
        Ok(ready) => ready,
        Err(reason) => {
            tally.check("cargo-mutants can begin", Err(reason));
            return tally;
        }
    };
    let mut table = Vec::new();
    for name in &wanted.crates {
        match mutate(name, &wanted) {
            Ok(found) => table.push((name, found)),
            Err(reason) => tally.check(&format!("{name} is mutated"), Err(reason)),
        }
    }
    println!(
        "\n| crate | mutants | viable | caught | missed | kept | % |\n| --- | --- | --- | --- | --- | --- | --- |"
    );
    for (name, found) in &table {
        println!("{}", row(name, found, &list));
    }
    for (name, found) in &table {
        tally.check(&format!("{name}: at least {CAUGHT} % are caught"), enough(found));
        let stray = list.stray(found);
        println!(
            "{}",
            stray.iter().map(|mutant| format!("missed   {mutant}\n")).collect::<String>().trim_end()
        );
        tally.check(&format!("{name}: where none may be missed, none is"), none(&list.forbidden(found)));
        if wanted.sample.is_none() {
            tally.check(
                &format!("{name}: what the list keeps is still missed"),
                none(&list.stale(name, found)),
            );
        }
    }
    tally
}

/// Installs cargo-mutants if it is missing.
fn install() -> Result<(), String> {
    let version = Run::cargo().args(["mutants", "--version"]).text();
    if version.is_ok_and(|text| text.trim().ends_with(VERSION)) {
        return Ok(());
    }
    Run::fetching("cargo")
        .args(["install", "--locked", "cargo-mutants", "--version", VERSION])
        .limit(3600)
        .show()
}

fn wanted(arguments: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted { crates: Vec::new(), sample: None, jobs: 2 };
    let (mut sample, mut seed) = (None, 1);
    for pair in arguments.chunks(2) {
        let [name, value] = pair else { return Err(format!("{pair:?} has no value")) };
        let number = || value.parse::<usize>().map_err(|error| format!("{name} {value}: {error}"));
        match name.as_str() {
            "--crate" => wanted.crates.push(value.trim_start_matches("daypass-").to_owned()),
            "--sample" => sample = Some(number()?),
            "--seed" => seed = number()? as u64,
            "--jobs" => wanted.jobs = number()?.max(1),
            _ => return Err(format!("there is no {name}")),
        }
    }
    wanted.sample = sample.map(|count| (count, seed));
    if wanted.crates.is_empty() {
        wanted.crates = packages::libraries()?;
    }
    Ok(wanted)
}

/// Runs the mutants of a crate: each worker has its own copy of the checkout, a warm target folder, and every `jobs`-th
/// mutant.
fn mutate(name: &str, wanted: &Wanted) -> Result<Found, String> {
    let package = format!("daypass-{name}");
    let chosen = wanted.sample.map(|(count, seed)| choose(&package, count, seed)).transpose()?;
    let copies = (0..wanted.jobs)
        .map(|worker| copies::fresh(&format!("mutants-{worker}")))
        .collect::<Result<Vec<_>, _>>()?;
    let output = places::scratch("mutants-found").map_err(|error| error.to_string())?;
    let workers = copies.iter().enumerate().map(|(worker, copy)| {
        let found = output.join(format!("{name}-{worker}"));
        let run = Run::cargo()
            .args([
                "mutants",
                "--no-config",
                "--in-place",
                "--all-features",
                "--cap-lints=true",
                "--colors=never",
            ])
            .args(["--package", &package, "--minimum-test-timeout", "20", "--sharding", "round-robin"])
            .args(["--shard", &format!("{worker}/{}", wanted.jobs), "--dir"])
            .arg(copy)
            .args(chosen.iter().flatten().flat_map(|mutant| ["--re".to_owned(), exactly(mutant)]))
            .arg("--output")
            .arg(&found)
            .env("CARGO_TARGET_DIR", copy.join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .limit(7 * 24 * 3600);
        std::thread::spawn(move || {
            drop(std::fs::remove_dir_all(&found));
            let code = run.code()?;
            Found::read(&found.join("mutants.out/outcomes.json"))
                .map_err(|error| format!("{error}, exit {code:?}"))
        })
    });
    let workers: Vec<_> = workers.collect();
    let mut all = Found::default();
    for worker in workers {
        all.extend(worker.join().unwrap_or_else(|_| Err("a worker panicked".to_owned()))?);
    }
    Ok(all)
}

/// Chooses mutants of a package at random; equal seeds choose equal mutants.
fn choose(package: &str, count: usize, seed: u64) -> Result<Vec<String>, String> {
    let listed = Run::cargo().args(["mutants", "--no-config", "--list", "--package", package]).text()?;
    let order = |name: &str| {
        // FNV-1a: std promises no hash that stays the same.
        let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let by_order: BTreeMap<u64, &str> = listed.lines().map(|name| (order(name), name)).collect();
    Ok(by_order.into_values().take(count).map(str::to_owned).collect())
}

/// Escapes a name as a pattern that matches nothing else.
fn exactly(name: &str) -> String {
    let escape = |c: char| r".+*?()|[]{}^$\".contains(c).then_some('\\');
    let escaped = name.chars().flat_map(|c| escape(c).into_iter().chain([c]));
    format!("^{}$", escaped.collect::<String>())
}

fn row(name: &str, found: &Found, list: &List) -> String {
    let (caught, missed) = (found.count(Verdict::Caught), found.count(Verdict::Missed));
    let kept = missed - list.stray(found).len();
    let viable = caught + missed;
    let all = viable + found.count(Verdict::Unviable);
    format!(
        "| {name} | {all} | {viable} | {caught} | {missed} | {kept} | {} |",
        (caught * 100).checked_div(viable).unwrap_or(100)
    )
}

fn enough(found: &Found) -> Result<(), String> {
    let (caught, missed) = (found.count(Verdict::Caught), found.count(Verdict::Missed));
    if caught * 100 >= (caught + missed) * CAUGHT {
        Ok(())
    } else {
        Err(format!("{caught} of {}", caught + missed))
    }
}

fn none(mutants: &[String]) -> Result<(), String> {
    if mutants.is_empty() { Ok(()) } else { Err(mutants.join("\n")) }
}
