//! `api [--update]`: compares the public items of each published library with a file of `docs/api`, or writes it.
//!
//! rustdoc writes the public items as JSON; the crate `public-api` makes one line of each item. The format of that JSON
//! changes with the compiler, so the compiler is pinned; rustup installs it if needed.

use public_api::Builder;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, packages, places, process::Run, tally::Tally};

/// The compiler whose rustdoc writes the JSON format that `public-api` reads.
const COMPILER: &str = "1.95.0";
const KEPT: &str = "docs/api";

/// Compares the public items with the files, or writes the files.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if let Err(reason) = compiler() {
        tally.missing(&format!("rustdoc {COMPILER}"), &reason);
        return tally;
    }
    let names = environment::fetch().and_then(|()| packages::libraries());
    let names = match names.and_then(|names| document(&names).map(|()| names)) {
        Ok(names) => names,
        Err(reason) => {
            tally.check("rustdoc writes JSON", Err(reason));
            return tally;
        }
    };
    let is_update = arguments.iter().any(|argument| argument == "--update");
    for name in &names {
        let file = places::root().join(KEPT).join(format!("{name}.txt"));
        let result = items(name).and_then(|items| {
            if is_update {
                return fs::write(file, items).map_err(|error| error.to_string());
            }
            same(&fs::read_to_string(file).unwrap_or_default(), &items)
        });
        tally.check(&format!("{name}: what is public is what {KEPT}/{name}.txt says"), result);
    }
    tally.check("no file there is of a crate that is not", strays(&names));
    tally
}

/// Installs the pinned compiler if rustup does not have it.
fn compiler() -> Result<(), String> {
    let toolchain = format!("+{COMPILER}");
    if Run::cargo_tool("rustdoc").args([toolchain.as_str(), "--version"]).text().is_ok() {
        return Ok(());
    }
    let install = ["toolchain", "install", COMPILER, "--profile", "minimal", "--no-self-update"];
    Run::fetching("rustup").args(install).text().map(drop)
}

/// Runs rustdoc for all libraries in one run of cargo.
fn document(names: &[String]) -> Result<(), String> {
    Run::cargo()
        .args([&format!("+{COMPILER}"), "doc", "--lib", "--no-deps", "--all-features", "--locked", "--quiet"])
        .args(names.iter().flat_map(|name| ["--package".to_owned(), packages::full(name)]))
        .env("RUSTDOC", unstable()?)
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .show()
}

/// Writes a rustdoc script that allows unstable options. RUSTC_BOOTSTRAP set for cargo would rebuild every dependency.
fn unstable() -> Result<PathBuf, String> {
    if cfg!(windows) {
        return Err("its stand-in for rustdoc is a shell script".to_owned());
    }
    let script = format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc +{COMPILER} \"$@\"\n");
    let path = places::scratch("api").map_err(|error| error.to_string())?.join("rustdoc");
    fs::write(&path, script)
        .and_then(|()| places::make_executable(&path))
        .map_err(|error| error.to_string())?;
    Ok(path)
}

/// Returns one line for each public item, without blanket and auto trait implementations.
fn items(name: &str) -> Result<String, String> {
    let json = places::target().join("doc").join(format!("{}.json", packages::full(name).replace('-', "_")));
    let api = Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true).build();
    api.map(|api| api.to_string()).map_err(|error| error.to_string())
}

fn same(kept: &str, found: &str) -> Result<(), String> {
    let (kept, found): (BTreeSet<_>, BTreeSet<_>) = (kept.lines().collect(), found.lines().collect());
    let gone = kept.difference(&found).map(|line| format!("- {line}"));
    let new = found.difference(&kept).map(|line| format!("+ {line}"));
    let lines: Vec<String> = gone.chain(new).collect();
    if lines.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nif that is meant to be: cargo xtask api --update", lines.join("\n")))
}

fn strays(names: &[String]) -> Result<(), String> {
    let files = fs::read_dir(places::root().join(KEPT)).map_err(|error| error.to_string())?;
    let stems = files
        .flatten()
        .filter_map(|file| Some(Path::new(&file.file_name()).file_stem()?.to_string_lossy().into_owned()));
    let strays: Vec<String> = stems.filter(|stem| !names.contains(stem)).collect();
    if strays.is_empty() { Ok(()) } else { Err(strays.join("\n")) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_change_is_told() {
        assert_eq!(super::same("pub fn a()\npub fn b()\n", "pub fn b()\npub fn a()\n"), Ok(()));
        let told = super::same("pub fn a()\n", "pub fn b()\n").expect_err("they differ");
        assert!(told.starts_with("- pub fn a()\n+ pub fn b()\n"), "{told}");
    }
}
