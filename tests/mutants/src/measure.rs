//! Measures a crate: its mutants in one build, and those that cannot be in it one by one.

use crate::{
    arguments::Wanted,
    judge::judge,
    mutant::{self, Mutant},
    one_build::{Built, Package},
    one_by_one,
    outcome::{Found, Outcome, Verdict},
    parallel,
    rewrite::Source,
    suite::{Place, Suite},
};
use std::{
    collections::BTreeMap,
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use xtask::{copies, packages, places};

/// The shortest time after which the tests of a mutant are taken to hang.
const LEAST: Duration = Duration::from_secs(20);

/// Measures the crate of that name.
pub(crate) fn measure(name: &str, wanted: &Wanted) -> Result<Found, String> {
    let package = packages::full(name);
    let copy = copies::fresh(&one_by_one::copy(0))?;
    let sample = |mut mutants: Vec<Mutant>| {
        let is_meant = |mutant: &Mutant| wanted.only.iter().any(|text| mutant.name.contains(text));
        mutants.retain(|mutant| wanted.only.is_empty() || is_meant(mutant));
        match wanted.sample {
            Some((count, seed)) => mutant::choose(mutants, count, seed),
            None => mutants,
        }
    };
    let list = || Mutant::list(&copy, &package).map(sample);
    if wanted.one_by_one {
        let chosen = if wanted.is_all() { None } else { Some(list()?) };
        return one_by_one::all(&package, chosen.as_deref(), wanted.jobs);
    }
    let mutants = list()?;
    println!("{name}: {} mutants", mutants.len());
    let at = Place {
        package: copy.join("crates").join(name),
        scratch: places::fresh("mutants-runs").map_err(|error| error.to_string())?,
        root: copy,
    };
    let (mut found, rest, all) = in_one_build(&package, &at, &mutants, wanted.jobs, LEAST)?;
    println!("{name}: {} mutants that cannot be chosen are tried one by one", rest.len());
    found.0.extend(one_by_one::these(&package, &rest, LEAST.max(all * 5))?.0);
    Ok(found)
}

/// Measures the mutants that can be in one build; returns also those that cannot, and how long all tests take.
pub(crate) fn in_one_build(
    package: &str,
    at: &Place,
    mutants: &[Mutant],
    jobs: usize,
    least: Duration,
) -> Result<(Found, Vec<Mutant>, Duration), String> {
    let below = at.package.strip_prefix(&at.root).unwrap_or(&at.package);
    let library = below.join("src/lib.rs").to_string_lossy().into_owned();
    let numbered: Vec<(u32, &Mutant)> = (1..).zip(mutants).collect();
    let sources = sources(at, &library, &numbered)?;
    let functions: BTreeMap<u32, usize> = sources.iter().flat_map(Source::choices).collect();
    let Built { programs, unviable } = Package { copy: &at.root, name: package, library }.build(&sources)?;
    println!("{package}: built, {} mutants do not compile", unviable.len());
    let suite = Suite::trace(&programs, at.clone(), jobs)?;
    let all: Duration = suite.tests.iter().map(|test| test.took).sum();
    println!("{package}: {} tests take {} s", suite.tests.len(), all.as_secs());
    let chosen: Vec<(u32, &Mutant, usize)> = numbered
        .iter()
        .filter_map(|(id, mutant)| functions.get(id).map(|function| (*id, *mutant, *function)))
        .collect();
    let judged = AtomicUsize::new(0);
    let outcomes = parallel::each(jobs, &chosen, |(id, mutant, function)| {
        let (verdict, by) = if unviable.contains(id) {
            (Verdict::Unviable, Vec::new())
        } else {
            judge(&suite, *id, *function, least)?
        };
        let so_far = judged.fetch_add(1, Ordering::Relaxed) + 1;
        if so_far.is_multiple_of(100) {
            println!("{package}: {so_far} of {} mutants", chosen.len());
        }
        Ok(Outcome { name: mutant.name.clone(), verdict, by, alone: false })
    });
    let found = Found(outcomes.into_iter().collect::<Result<_, String>>()?);
    let is_left = |(id, _): &(u32, &Mutant)| !functions.contains_key(id);
    let rest = numbered.into_iter().filter(is_left).map(|(_, mutant)| mutant.clone()).collect();
    Ok((found, rest, all))
}

/// Reads the files that have mutants, and the library, which gets the switch.
fn sources(at: &Place, library: &str, mutants: &[(u32, &Mutant)]) -> Result<Vec<Source>, String> {
    let mut by_file = BTreeMap::from([(library, Vec::new())]);
    for (id, mutant) in mutants {
        by_file.entry(mutant.file.as_str()).or_default().push((*id, *mutant));
    }
    let mut sources: Vec<Source> = Vec::new();
    for (file, mutants) in by_file {
        let text = fs::read_to_string(at.root.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let first = sources.iter().map(Source::functions).sum();
        sources.push(Source::read(file, text, &mutants, first)?);
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::in_one_build;
    use crate::{
        mutant::{Mutant, tests::mutant},
        outcome::Verdict,
        suite::Place,
    };
    use std::{collections::BTreeMap, fs, time::Duration};
    use xtask::places;

    const MANIFEST: &str = "[package]\nname = \"fixture\"\nedition = \"2024\"\n\n[workspace]\n";

    const LIBRARY: &str = r##"
//! A library whose tests notice some of its mutants.
pub fn is_adult(age: u8) -> bool { age >= 18 }

pub fn is_child(age: u8) -> bool {
    // }
    age < 12 && "}{".len() == 2
}

pub fn unused() -> u8 { 40 }

pub const fn limit() -> u8 { 3 }

pub fn count() -> u8 {
    fn step(mut at: u8) -> u8 {
        while at < limit() { at += 1; }
        at
    }
    step(1 + 1)
}

pub fn name() -> String { r#"a"b"#.to_owned() }

#[cfg(test)]
mod tests {
    #[test]
    fn adults() { assert_eq!([17, 18].map(super::is_adult), [false, true]); }
    #[test]
    fn others() {
        assert_eq!([3, 30].map(super::is_child), [true, false]);
        assert_eq!(super::count(), 3);
    }
}
"##;

    const TEST: &str = "#[test]\nfn names() { assert_eq!(fixture::name(), \"a\\\"b\"); }\n";

    #[test]
    fn a_library_is_measured_in_one_build() {
        let rows: &[(&str, &str, Option<Verdict>)] = &[
            ("age >= 18", "true", Some(Verdict::Caught)),
            (">=", ">", Some(Verdict::Caught)),
            // No test looks at the limit of children.
            ("age <", "age <=", Some(Verdict::Missed)),
            ("&&", "||", Some(Verdict::Caught)),
            ("== 2", "!= 2", Some(Verdict::Caught)),
            // No test calls it.
            ("40", "41", Some(Verdict::Missed)),
            ("1 + 1", "1 - 1", Some(Verdict::Missed)),
            ("step(1", "5 + step(1", Some(Verdict::Caught)),
            // Without the step the loop has no end.
            ("at += 1", "at += 0", Some(Verdict::TimedOut)),
            ("r#\"a\"b\"#.to_owned()", "String::new()", Some(Verdict::Caught)),
            // Found by the type checker, and by the borrow checker in the next build.
            ("r#\"a\"b\"#", "(r#\"a\"b\"#)?", Some(Verdict::Unviable)),
            ("a\"b\"#.to_owned()", "a\"b\"#; let a = String::new(); drop(a); a", Some(Verdict::Unviable)),
            // Left to cargo-mutants.
            ("3 }\n\npub fn count", "4 }\n\npub fn count", None),
        ];
        let changes: Vec<Mutant> =
            rows.iter().map(|(old, new, _)| mutant("src/lib.rs", LIBRARY, old, new)).collect();
        let folder = places::scratch("mutants-fixture").expect("the target folder can be written");
        for (file, text) in [("Cargo.toml", MANIFEST), ("src/lib.rs", LIBRARY), ("tests/it.rs", TEST)] {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("created");
            fs::write(path, text).expect("written");
        }
        let scratch = places::fresh("mutants-fixture-runs").expect("the target folder can be written");
        let at = Place { root: folder.clone(), package: folder, scratch };
        let least = Duration::from_secs(5);
        let (found, rest, _) = in_one_build("fixture", &at, &changes, 2, least).expect("it is measured");
        let found: BTreeMap<&str, Verdict> =
            found.0.iter().map(|outcome| (outcome.name.as_str(), outcome.verdict)).collect();
        for (old, new, expected) in rows {
            let name = format!("src/lib.rs: replace {old} with {new}");
            assert_eq!(found.get(name.as_str()), expected.as_ref(), "{name}");
            assert_eq!(rest.iter().any(|mutant| mutant.name == name), expected.is_none(), "{name}");
        }
    }
}
