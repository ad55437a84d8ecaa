//! `sim`: builds the simulator and runs it here, with the arguments given.

use crate::{environment, process::Run, stage, tally::Tally};

/// Runs until it is interrupted.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let serve =
        || Run::hermetic(crate::places::program(stage::SIMULATOR)).args(arguments).interactive().show();
    let result = environment::fetch().and_then(|()| stage::build()).and_then(|()| serve());
    if let Err(reason) = result {
        tally.check("the simulator", Err(reason));
    }
    tally
}
