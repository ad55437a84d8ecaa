//! Starts commands that are separate programs: the rules about the source, the mutants, the end-to-end tests, the benchmarks,
//! the book, releases.
//! They use our crates and those of others; this tool uses neither.

use std::io::IsTerminal as _;
use xtask::{environment, places, process::Run, tally::Tally};

/// The package of the rules about the source.
pub(crate) const RULES: &str = "daypass-rules";
/// The package of the end-to-end tests.
pub(crate) const E2E: &str = "daypass-e2e";
/// The package of the book.
pub(crate) const BOOK: &str = "daypass-book";
/// The package of the benchmarks.
pub(crate) const BENCHES: &str = "daypass-benches";
/// The package that packs releases.
pub(crate) const PACKAGES: &str = "daypass-packages";
/// The package that builds releases.
pub(crate) const RELEASE: &str = "daypass-release";

/// The limit in seconds for what may take that long: every mutant of every library in a build of its own.
const A_WEEK: u64 = 7 * 24 * 3600;
/// The package of the mutants.
pub(crate) const MUTANTS: &str = "daypass-mutants";

/// Builds the program and runs the command in it; its last line has its counts.
pub(crate) fn run(package: &str, name: &str, arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let build = || Run::cargo().args(["build", "--quiet", "--locked", "--package", package]).show();
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check(&format!("{package} is built"), Err(reason));
        return tally;
    }
    let limit = if package == MUTANTS { A_WEEK } else { 3600 };
    let run = Run::fetching(places::program(package)).arg(name).args(arguments).limit(limit);
    let mut last: Option<String> = None;
    let end = if arguments.iter().any(|word| word == "--interactive" || word == "--open")
        && std::io::stdin().is_terminal()
    {
        // A person has the terminal; nobody counts.
        run.interactive().show()
    } else {
        let end = run.lines(|line| {
            note(line);
            if let Some(line) = last.replace(line.to_owned()) {
                println!("{line}");
            }
        });
        end.and_then(|status| ended(&last.unwrap_or_default(), status.code(), &mut tally))
    };
    if let Err(reason) = end {
        tally.check(name, Err(reason));
    }
    tally
}

/// Reads the counts of a child from its last line, and records the failures that it prints.
pub(crate) fn ended(last: &str, code: Option<i32>, tally: &mut Tally) -> Result<(), String> {
    match Tally::read(last) {
        Some(counted) if (counted.failed == 0) == (code == Some(0)) => {
            tally.add(counted);
            Ok(())
        }
        _ => Err(format!("{last}\nexit {code:?}")),
    }
}

/// Records the name of a failure that a child prints.
pub(crate) fn note(line: &str) {
    if let Some(what) = line.strip_prefix("FAILED   ") {
        Tally::note_failure(what);
    }
}
