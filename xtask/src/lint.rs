//! `lint`: rustfmt, clippy on the workspace, then each library alone so that feature unification hides nothing.

use crate::{environment, places, process::Run, tally::Tally};
use std::fs;

/// Each must build without what others switch on for it.
const LIBRARIES: &[&str] = &[
    "sso-types",
    "config-parse",
    "token-cache",
    "transport",
    "oidc-device",
    "portal-client",
    "sts-client",
    "credentials",
    "simulator",
];

/// Checks format and lints; a warning is a failure.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    tally.check("cargo fetch", environment::fetch());
    tally.check("rustfmt", Run::cargo().args(["fmt", "--all", "--check"]).show());
    tally.check(
        "clippy: the workspace, all targets and features",
        clippy(&["--workspace", "--all-targets", "--all-features"]),
    );
    for library in LIBRARIES {
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
