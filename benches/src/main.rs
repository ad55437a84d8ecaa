//! `bench WHAT`: measurements beside others, in one run, printed.

mod complete;
mod config;
mod login;
mod populate;
mod serve;
mod size;
pub(crate) mod start;

use crate::tally::Tally;

/// One kind of measurement: its name, and what runs it with the arguments behind the name.
type Bench = (&'static str, fn(&[String]) -> Tally);

const BENCHES: &[Bench] = &[
    ("complete", complete::run),
    ("config", config::run),
    ("login", login::run),
    ("populate", populate::run),
    ("serve", serve::run),
    ("start", start::run),
];

/// Runs the named measurement, or all.
pub(crate) fn run(arguments: &[String]) -> Tally {
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
