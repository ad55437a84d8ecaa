//! `crates`: packs every published crate, builds it from its package, and checks its licence texts.

use std::{fs, path::Path};
use xtask::{packages, process::Run, tally::Tally, variables};

/// The files that each package has besides its sources.
const INSIDE: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Packs and builds every published crate, with the registry online as when publishing.
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
    tally.check("nothing is left of an earlier run", forget_earlier());
    let packages = names.iter().flat_map(|name| ["--package".to_owned(), format!("daypass-{name}")]);
    let built = cargo(&["package"]).args(packages).limit(3600).show();
    tally.check("every package builds from what is in it", built);
    tally
}

/// Removes sources that cargo unpacked from earlier packages of this version, from which it would build. They are in
/// folders of registries without a host, which cargo creates for packing.
fn forget_earlier() -> Result<(), String> {
    let registry = Path::new(&variables::tool_home("CARGO_HOME", ".cargo")).join("registry");
    for kind in ["src", "cache"] {
        for folder in fs::read_dir(registry.join(kind)).into_iter().flatten().flatten() {
            if folder.file_name().to_string_lossy().starts_with('-') {
                fs::remove_dir_all(folder.path()).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

fn cargo(arguments: &[&str]) -> Run {
    Run::fetching("cargo").args(arguments.iter().copied()).args(["--allow-dirty", "--locked", "--quiet"])
}
