//! The figures: a table, a file of JSON, and what must hold of them.

use crate::{
    kept::List,
    outcome::{Found, Verdict},
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use xtask::{process::Run, tally::Tally};

/// The percentage of a crate's compiling mutants that its tests must notice.
const CAUGHT: usize = 90;

/// Crates with what was found.
type Table<'a> = [(&'a str, Found)];

/// Prints a row for each crate, and the mutants that were missed and are not listed.
pub(crate) fn print(table: &Table<'_>, list: &List) {
    println!("\nat {}", commit());
    println!("| crate | viable | caught | timed out | missed | kept | unviable | one by one | % caught |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (name, found) in table {
        println!("{}", row(name, found, list));
    }
    println!();
    for outcome in table.iter().flat_map(|(_, found)| list.stray(found)) {
        println!("missed   {}", outcome.name);
    }
}

/// Checks the share of each crate, that what is missed is listed, and, if all mutants were tried, that what is listed is
/// missed.
pub(crate) fn check(table: &Table<'_>, list: &List, are_all: bool, tally: &mut Tally) {
    for (name, found) in table {
        tally.check(&format!("{name}: at least {CAUGHT} % are caught"), enough(found));
        tally.check(&format!("{name}: what is missed has its reason in the list"), listed(found, list));
        if are_all {
            let stale = list.stale(name, found);
            tally.check(&format!("{name}: what the list keeps is still missed"), none(&stale));
        }
    }
}

/// Writes the figures and the result of each mutant.
pub(crate) fn write(path: &Path, table: &Table<'_>, list: &List) -> Result<(), String> {
    let commit = commit();
    let crates: Vec<Value> = table.iter().map(|(name, found)| figures(name, found, list, &commit)).collect();
    let text = serde_json::to_string_pretty(&crates).map_err(|error| error.to_string())?;
    fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

fn figures(name: &str, found: &Found, list: &List, commit: &str) -> Value {
    let mutants = found.0.iter().map(|outcome| {
        json!({
            "name": outcome.name,
            "verdict": outcome.verdict.word(),
            "by": outcome.by,
            "alone": outcome.alone,
        })
    });
    json!({
        "crate": name,
        "commit": commit,
        "viable": found.viable(),
        "caught": found.caught(),
        "timed_out": found.count(Verdict::TimedOut),
        "missed": found.count(Verdict::Missed),
        "kept": kept(found, list),
        "unviable": found.count(Verdict::Unviable),
        "one_by_one": one_by_one(found),
        "share": share(found),
        "mutants": mutants.collect::<Vec<_>>(),
    })
}

fn row(name: &str, found: &Found, list: &List) -> String {
    let figures = [
        found.viable(),
        found.caught(),
        found.count(Verdict::TimedOut),
        found.count(Verdict::Missed),
        kept(found, list),
        found.count(Verdict::Unviable),
        one_by_one(found),
    ];
    let figures: String = figures.iter().map(|figure| format!(" {figure} |")).collect();
    format!("| {name} |{figures} {} |", share(found))
}

fn kept(found: &Found, list: &List) -> usize {
    found.count(Verdict::Missed) - list.stray(found).len()
}

fn one_by_one(found: &Found) -> usize {
    found.0.iter().filter(|outcome| outcome.alone).count()
}

/// Returns the caught of the viable in percent, with one decimal that is cut off.
fn share(found: &Found) -> String {
    let tenths = (found.caught() * 1000).checked_div(found.viable()).unwrap_or(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn enough(found: &Found) -> Result<(), String> {
    if found.caught() * 100 >= found.viable() * CAUGHT {
        Ok(())
    } else {
        Err(format!("{} of {}", found.caught(), found.viable()))
    }
}

fn listed(found: &Found, list: &List) -> Result<(), String> {
    match list.stray(found).len() {
        0 => Ok(()),
        count => Err(format!("{count} above have none")),
    }
}

fn none(mutants: &[String]) -> Result<(), String> {
    if mutants.is_empty() { Ok(()) } else { Err(mutants.join("\n")) }
}

/// Returns the commit of the checkout, and whether something differs from it.
fn commit() -> String {
    Run::hermetic("git")
        .args(["describe", "--always", "--dirty", "--abbrev=8", "--exclude=*"])
        .text()
        .map_or_else(|_| "an unknown commit".to_owned(), |text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{check, enough, row};
    use crate::{
        kept::List,
        outcome::{Found, Outcome, Verdict},
    };
    use xtask::tally::Tally;

    fn found(caught: usize, timed_out: usize, missed: usize, unviable: usize) -> Found {
        let verdicts = [
            (Verdict::Caught, caught),
            (Verdict::TimedOut, timed_out),
            (Verdict::Missed, missed),
            (Verdict::Unviable, unviable),
        ];
        let verdicts = verdicts.into_iter().flat_map(|(verdict, count)| vec![verdict; count]);
        let name = |number: usize| format!("crates/a/src/x.rs:{number}:1: f");
        let outcome = |(number, verdict)| Outcome {
            name: name(number),
            verdict,
            by: Vec::new(),
            alone: verdict == Verdict::TimedOut,
        };
        Found((1..).zip(verdicts).map(outcome).collect())
    }

    #[test]
    fn what_does_not_compile_counts_for_nothing_and_what_hangs_is_caught() {
        let list = List::default();
        assert_eq!(row("a", &found(88, 2, 10, 50), &list), "| a | 100 | 90 | 2 | 10 | 0 | 50 | 2 | 90.0 |");
        assert_eq!(row("a", &found(2, 0, 1, 0), &list), "| a | 3 | 2 | 0 | 1 | 0 | 0 | 0 | 66.6 |");
        assert_eq!(row("a", &found(0, 0, 0, 0), &list), "| a | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 100.0 |");
        for (caught, missed, expected) in [(90, 10, true), (89, 10, false), (0, 0, true), (899, 101, false)] {
            assert_eq!(enough(&found(caught, 0, missed, 3)).is_ok(), expected, "{caught} {missed}");
        }
    }

    #[test]
    fn a_missed_mutant_that_is_not_listed_is_a_failure() {
        for (missed, failed) in [(0, 0), (1, 1)] {
            let mut tally = Tally::default();
            check(&[("a", found(30, 0, missed, 0))], &List::default(), true, &mut tally);
            assert_eq!((tally.passed, tally.failed), (3 - failed, failed));
        }
    }
}
