//! `lint`: rustfmt, clippy on the workspace, then each library alone so that feature unification hides nothing.

use xtask::{environment, packages, process::Run, tally::Tally};

/// Checks format and lints; a warning is a failure.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    tally.check("cargo fetch", environment::fetch());
    tally.check("rustfmt", Run::cargo().args(["fmt", "--all", "--check"]).show());
    tally.check(
        "clippy: the workspace, all targets and features",
        clippy(&["--workspace", "--all-targets", "--all-features"]),
    );
    let packages = packages::all().unwrap_or_else(|reason| {
        tally.check("the packages", Err(reason));
        Vec::new()
    });
    // Each must build without what others switch on for it.
    for library in packages.iter().filter(|package| package.is_library && package.name != "cli") {
        let (name, package) = (&library.name, packages::full(&library.name));
        let alone = clippy(&["--lib", "--no-default-features", "-p", &package]);
        tally.check(&format!("clippy: {name} alone"), alone);
        if library.has_features {
            let whole = clippy(&["--lib", "--all-features", "-p", &package]);
            tally.check(&format!("clippy: {name} alone, all features"), whole);
        }
    }
    tally
}

fn clippy(arguments: &[&str]) -> Result<(), String> {
    Run::cargo()
        .args(["clippy", "--quiet", "--locked"])
        .args(arguments)
        .args(["--", "--deny", "warnings"])
        .show()
}
