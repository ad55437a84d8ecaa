//! `doc`: builds the public and the private documentation without warnings.

use xtask::{environment, process::Run, tally::Tally};

/// Builds the documentation of every crate.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let doc = || {
        Run::cargo()
            .args(["doc", "--workspace", "--all-features", "--no-deps", "--locked", "--quiet"])
            .env("RUSTDOCFLAGS", "--deny warnings")
            .show()
    };
    tally.check("rustdoc: the workspace", environment::fetch().and_then(|()| doc()));
    tally
}
