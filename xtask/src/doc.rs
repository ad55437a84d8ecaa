//! `doc`: builds the documentation without warnings; `--open` serves the book.

use crate::elsewhere::{self, BOOK};
use xtask::{environment, process::Run, tally::Tally};

/// Builds the documentation of every crate; with `--open` also the book, and serves it.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let doc = || {
        Run::cargo()
            .args(["doc", "--workspace", "--all-features", "--no-deps", "--locked", "--quiet"])
            .env("RUSTDOCFLAGS", "--deny warnings")
            .show()
    };
    tally.check("rustdoc: the workspace", environment::fetch().and_then(|()| doc()));
    if arguments.iter().any(|argument| argument == "--open") {
        tally.add(elsewhere::run(BOOK, "book", &["--open".to_owned()]));
    }
    tally
}
