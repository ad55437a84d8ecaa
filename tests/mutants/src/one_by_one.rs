//! Runs cargo-mutants itself, which builds and runs all tests for each mutant.

use crate::{mutant::Mutant, outcome::Found};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use xtask::{copies, places, process::Run};

/// The pinned version of cargo-mutants, so that mutants have equal names everywhere.
const VERSION: &str = "27.1.0";

/// Installs cargo-mutants if it is missing.
pub(crate) fn install() -> Result<(), String> {
    let version = Run::cargo().args(["mutants", "--version"]).text();
    if version.is_ok_and(|text| text.trim().ends_with(VERSION)) {
        return Ok(());
    }
    Run::fetching("cargo")
        .args(["install", "--locked", "cargo-mutants", "--version", VERSION])
        .limit(3600)
        .show()
}

/// Tries mutants of a package, doctests included: each worker has its own copy of the checkout, a warm target folder, and
/// every `jobs`-th mutant.
pub(crate) fn all(package: &str, chosen: Option<&[Mutant]>, jobs: usize) -> Result<Found, String> {
    let copies = (0..jobs).map(|worker| copies::fresh(&copy(worker))).collect::<Result<Vec<_>, _>>()?;
    let mut runs = Vec::new();
    for (worker, copy) in copies.iter().enumerate() {
        let run = Attempt::new(copy, package, chosen, &format!("{package}-{worker}"))?;
        let shard = format!("{worker}/{jobs}");
        runs.push(run.args(&[
            "--sharding",
            "round-robin",
            "--shard",
            &shard,
            "--minimum-test-timeout",
            "20",
        ]));
    }
    let workers: Vec<_> = runs.into_iter().map(|run| thread::spawn(move || run.outcomes())).collect();
    let mut found = Found::default();
    for worker in workers {
        let outcomes = worker.join().unwrap_or_else(|_| Err("a worker panicked".to_owned()))?;
        found.0.extend(outcomes.0);
    }
    Ok(found)
}

/// Tries these mutants in the first copy, where the tests are known to pass; each has that long for its tests.
pub(crate) fn these(package: &str, mutants: &[Mutant], limit: Duration) -> Result<Found, String> {
    if mutants.is_empty() {
        return Ok(Found::default());
    }
    let found = Attempt::new(&copies::fresh(&copy(0))?, package, Some(mutants), package)?
        .args(&["--baseline", "skip", "--timeout", &limit.as_secs().to_string(), "--", "--lib", "--tests"])
        .outcomes()?;
    if found.0.len() == mutants.len() {
        Ok(found)
    } else {
        Err(format!("cargo-mutants tried {} of {} mutants", found.0.len(), mutants.len()))
    }
}

/// Returns the name of a worker's copy.
pub(crate) fn copy(worker: usize) -> String {
    format!("mutants-{worker}")
}

/// A run of cargo-mutants in a copy of the checkout.
struct Attempt {
    command: Run,
    output: PathBuf,
    /// The names of the chosen mutants, if not all are wanted.
    only: Option<BTreeSet<String>>,
}

impl Attempt {
    fn new(copy: &Path, package: &str, chosen: Option<&[Mutant]>, output: &str) -> Result<Self, String> {
        let output = places::fresh(&format!("mutants-found/{output}")).map_err(|error| error.to_string())?;
        let mutants = chosen.unwrap_or_default();
        // Patterns do not hold back deleted fields, so the files are named, too.
        let files: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.file.as_str()).collect();
        let command = Run::cargo()
            .args(["mutants", "--no-config", "--in-place", "--all-features", "--colors=never"])
            .args(["--package", package, "--dir"])
            .arg(copy)
            .arg("--output")
            .arg(&output)
            .args(files.into_iter().flat_map(|file| ["--file", file]))
            .args(mutants.iter().flat_map(|mutant| ["--re".to_owned(), exactly(&mutant.name)]))
            .env("CARGO_TARGET_DIR", copy.join("target"))
            .limit(7 * 24 * 3600);
        let names = |mutants: &[Mutant]| mutants.iter().map(|mutant| mutant.name.clone()).collect();
        Ok(Self { command, output, only: chosen.map(names) })
    }

    fn args(self, arguments: &[&str]) -> Self {
        Self { command: self.command.args(arguments), ..self }
    }

    fn outcomes(self) -> Result<Found, String> {
        let code = self.command.code()?;
        let mut found = Found::read(&self.output.join("mutants.out/outcomes.json"))
            .map_err(|error| format!("{error}, exit {code:?}"))?;
        if let Some(only) = self.only {
            found.0.retain(|outcome| only.contains(&outcome.name));
        }
        Ok(found)
    }
}

/// Escapes a name as a pattern that matches nothing else.
fn exactly(name: &str) -> String {
    let escape = |c: char| r".+*?()|[]{}^$\".contains(c).then_some('\\');
    let escaped = name.chars().flat_map(|c| escape(c).into_iter().chain([c]));
    format!("^{}$", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::exactly;

    #[test]
    fn a_pattern_matches_one_name() {
        assert_eq!(
            exactly("a/b.rs:1:2: replace * with + in A<'a>::f"),
            r"^a/b\.rs:1:2: replace \* with \+ in A<'a>::f$",
        );
    }
}
