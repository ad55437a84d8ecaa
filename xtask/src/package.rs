//! `package`: every published crate packs, builds from its package alone, and has the licence texts inside.

use xtask::{packages, process::Run, tally::Tally};

/// What each package holds besides its sources.
const INSIDE: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Packs and builds; the registry is asked, as it is by whoever publishes.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let names = match packages::published() {
        Ok(names) => names,
        Err(reason) => {
            tally.check("what is published", Err(reason));
            return tally;
        }
    };
    for name in &names {
        let listed = cargo(&["package", "--list", "--package", &format!("daypass-{name}")]).text();
        let missing = listed.map(|listed| {
            let has = |file: &str| listed.lines().any(|line| line == file);
            INSIDE.iter().copied().filter(|file| !has(file)).collect::<Vec<_>>()
        });
        let result = missing.and_then(|missing| match missing.as_slice() {
            [] => Ok(()),
            missing => Err(format!("not in the package: {}", missing.join(", "))),
        });
        tally.check(&format!("what daypass-{name} holds"), result);
    }
    let packages = names.iter().flat_map(|name| ["--package".to_owned(), format!("daypass-{name}")]);
    let built = cargo(&["package"]).args(packages).limit(3600).show();
    tally.check("every package builds from what is in it", built);
    tally
}

fn cargo(arguments: &[&str]) -> Run {
    Run::fetching("cargo").args(arguments.iter().copied()).args(["--allow-dirty", "--locked", "--quiet"])
}
