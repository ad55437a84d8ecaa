//! `lint`: rustfmt, clippy on the workspace, then each library alone so that feature unification hides nothing.

use std::fs;
use xtask::{environment, places, process::Run, tally::Tally};

/// Checks format and lints; a warning is a failure.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    tally.check("cargo fetch", environment::fetch());
    tally.check("rustfmt", Run::cargo().args(["fmt", "--all", "--check"]).show());
    tally.check(
        "clippy: the workspace, all targets and features",
        clippy(&["--workspace", "--all-targets", "--all-features"]),
    );
    for library in &libraries() {
        let package = format!("daypass-{library}");
        tally.check(
            &format!("clippy: {library} alone"),
            clippy(&["--lib", "--no-default-features", "-p", &package]),
        );
        if has_features(library) {
            tally.check(
                &format!("clippy: {library} alone, all features"),
                clippy(&["--lib", "--all-features", "-p", &package]),
            );
        }
    }
    tally
}

/// The folders of the libraries; each must build without what others switch on for it. The program is no library,
/// though a part of it is compiled as one for its tests.
fn libraries() -> Vec<String> {
    let folders = fs::read_dir(places::root().join("crates")).into_iter().flatten().flatten();
    let libraries = folders.filter(|folder| folder.path().join("src/lib.rs").exists());
    let names = libraries.map(|folder| folder.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "cli").collect();
    names.sort();
    names
}

fn has_features(library: &str) -> bool {
    let manifest = places::root().join("crates").join(library).join("Cargo.toml");
    fs::read_to_string(manifest).is_ok_and(|text| text.contains("[features]"))
}

fn clippy(arguments: &[&str]) -> Result<(), String> {
    Run::cargo()
        .args(["clippy", "--quiet", "--locked"])
        .args(arguments)
        .args(["--", "--deny", "warnings"])
        .show()
}
