//! `sim`: builds the simulator and runs it with the given arguments.

use xtask::{environment, places, process::Run, tally::Tally};

const SIMULATOR: &str = "daypass-simulator";

/// Runs until it is interrupted.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let build = || Run::cargo().args(["build", "--locked", "--quiet", "-p", SIMULATOR]).show();
    let serve = || Run::hermetic(places::program(SIMULATOR)).args(arguments).interactive().show();
    if let Err(reason) = environment::fetch().and_then(|()| build()).and_then(|()| serve()) {
        tally.check("the simulator", Err(reason));
    }
    tally
}
