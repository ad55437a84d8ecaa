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
mod users;

use crate::stage;
use dice::Dice;
use laws::Broken;
use peer::Peer;
use place::Place;
use spec::Spec;
use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use xtask::{environment, places, tally::Tally};

const HOMES: u64 = 400;
const SEED: u64 = 1;
/// Of so many homes one is shown to boto3, too.
const SAMPLE: u64 = 15;

/// What one law's breaking in one way was seen in.
struct Finding {
    broken: Broken,
    spec: Spec,
    seed: u64,
    homes: u64,
}

/// What is done with what is found.
#[derive(Clone, Copy)]
struct Way {
    shrinks: bool,
    ends_at_first: bool,
    /// No home is begun later.
    until: Option<Instant>,
}

type Findings = BTreeMap<(&'static str, String), Finding>;

/// `--homes N`, `--minutes M`, `--seed S`, `--only SEED`, `--findings FILE`, `--program FILE`, `--built`, `--no-shrink`, `--power`,
/// `--fault NUMBER`.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let number = |name: &str| value(name).and_then(|value| value.parse::<u64>().ok());
    if !cfg!(unix) {
        tally.skip("explore", "its homes are those of Unix");
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

/// Tries the homes, several at once. What was found, how many processes were started, how many homes were tried.
fn explore(
    seeds: &[u64],
    program: &std::path::Path,
    peer: Option<&Peer>,
    way: Way,
) -> Result<(Findings, u64, usize), String> {
    // Most of the time they wait: for a process to start, for a disk, for a person.
    let workers = 4 * thread::available_parallelism().map_or(2, usize::from);
    let (next, started, tried) = (AtomicU64::new(0), AtomicU64::new(0), AtomicUsize::new(0));
    let is_over = AtomicBool::new(false);
    let found = Mutex::new(Findings::new());
    let work = |number: usize| -> Result<(), String> {
        let mut place = Place::open(number, program.to_owned())?;
        loop {
            let at = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(usize::MAX);
            let over =
                is_over.load(Ordering::Relaxed) || way.until.is_some_and(|until| Instant::now() >= until);
            let Some(&seed) = seeds.get(at).filter(|_| !over) else {
                started.fetch_add(place.started, Ordering::Relaxed);
                return Ok(());
            };
            tried.fetch_add(1, Ordering::Relaxed);
            let spec = make::home(&mut Dice::new(seed));
            let peer = peer.filter(|_| seed % SAMPLE == 0 || seeds.len() == 1);
            let broken =
                laws::live(&mut place, &spec, peer, None).map_err(|error| format!("seed {seed}: {error}"))?;
            for broken in broken {
                keep(&mut place, &found, (&spec, &broken, seed), peer, way.shrinks);
                is_over.fetch_or(way.ends_at_first, Ordering::Relaxed);
            }
        }
    };
    let ends: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|number| scope.spawn(move || work(number))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err("a worker panicked".to_owned())))
            .collect()
    });
    ends.into_iter().collect::<Result<Vec<()>, _>>()?;
    let found = found.into_inner().map_err(|error| error.to_string())?;
    Ok((found, started.into_inner(), tried.into_inner()))
}

/// Counts a finding; the first home of each is shrunk.
fn keep(
    place: &mut Place,
    found: &Mutex<Findings>,
    (spec, broken, seed): (&Spec, &Broken, u64),
    peer: Option<&Peer>,
    shrinks: bool,
) {
    let key = (broken.law, broken.what.clone());
    let lock = || found.lock().expect("nobody panics with it");
    if let Some(known) = lock().get_mut(&key) {
        known.homes += 1;
        return;
    }
    let first = Finding { broken: broken.clone(), spec: spec.clone(), seed, homes: 1 };
    lock().insert(key.clone(), first);
    println!("seed {seed}: law {}: {}", broken.law, broken.what);
    if !shrinks {
        return;
    }
    let peer = peer.filter(|_| broken.law == "6 peers");
    let least = shrink::least(place, spec, broken, peer);
    let again = laws::live(place, &least, peer, Some(broken.law)).unwrap_or_default();
    let again = again.into_iter().find(|other| other.law == broken.law && other.what == broken.what);
    if let (Some(known), Some(again)) = (lock().get_mut(&key), again) {
        known.spec = least;
        known.broken = again;
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
