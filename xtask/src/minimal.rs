//! `minimal`: builds with the oldest compiler and the oldest dependencies that the manifests allow.
//!
//! Not in `ci`: it builds every library three times from scratch, and its result changes only when a manifest does.

use std::collections::{BTreeMap, BTreeSet};
use xtask::{
    copies, environment,
    packages::{self, Package},
    places,
    process::Run,
    tally::Tally,
};

/// Checks all published crates with the oldest compiler and with the oldest dependencies.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let packages = match environment::fetch().and_then(|()| packages::all()) {
        Ok(packages) => packages.into_iter().filter(|package| package.is_published).collect::<Vec<_>>(),
        Err(reason) => {
            tally.check("what is published", Err(reason));
            return tally;
        }
    };
    let mut by_compiler = BTreeMap::<&str, Vec<&Package>>::new();
    for package in &packages {
        by_compiler.entry(&package.rust_version).or_default().push(package);
    }
    for (version, packages) in by_compiler {
        let what = format!("Rust {version} builds {}", listed(&packages));
        if let Err(reason) = toolchain(version) {
            tally.missing(&what, &reason);
            continue;
        }
        let cargo = Run::cargo().arg(format!("+{version}"));
        tally.check(&what, check(cargo, &packages));
    }
    let packages: Vec<&Package> = packages.iter().collect();
    tally.check("the oldest dependencies that the manifests allow will do", oldest(&packages));
    tally
}

fn listed(packages: &[&Package]) -> String {
    packages
        .iter()
        .map(|package| package.name.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join(", ")
}

fn check(cargo: Run, packages: &[&Package]) -> Result<(), String> {
    cargo
        .args(["check", "--quiet", "--locked", "--all-features"])
        .args(packages.iter().flat_map(|package| ["--package".to_owned(), packages::full(&package.name)]))
        .env("CARGO_TARGET_DIR", places::target().join("minimal"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .show()
}

fn toolchain(version: &str) -> Result<(), String> {
    if Run::cargo().args([&format!("+{version}"), "--version"]).text().is_ok() {
        return Ok(());
    }
    let install = ["toolchain", "install", version, "--profile", "minimal", "--no-self-update"];
    Run::fetching("rustup").args(install).limit(900).text().map(drop)
}

/// Resolves a copy of the checkout with the oldest version of each dependency that our manifests name.
fn oldest(packages: &[&Package]) -> Result<(), String> {
    let copy = copies::fresh("minimal")?;
    // The option is of unstable cargo; the compiler stays as it is.
    Run::fetching("cargo")
        .current_dir(&copy)
        .args(["update", "--quiet", "-Z", "direct-minimal-versions"])
        .env("RUSTC_BOOTSTRAP", "1")
        .show()?;
    Run::fetching("cargo").current_dir(&copy).args(["fetch", "--quiet", "--locked"]).limit(1800).show()?;
    check(Run::cargo().current_dir(&copy), packages)
}
