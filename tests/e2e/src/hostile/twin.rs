//! Who is attacked: daypass, or a weak twin of it.

use super::{
    command::{LIMIT, Seen, finish_within},
    weak::{VARIABLE, Weakness},
};
use crate::shared_program;
use std::{path::PathBuf, process::Command, time::Duration};

/// A weak twin whose weakness is that it waits is stopped after this time: it does nothing else that takes so long.
const TWIN_LIMIT: Duration = Duration::from_secs(2);
/// The name of the copy of this program that is the weak twin.
const TWIN: &str = "hostile-weak";

/// Who is attacked: the program that runs the command of the attack. What leads to it is always daypass's work.
#[derive(Debug, Clone, Copy)]
pub(super) enum Victim {
    Daypass,
    /// A program that has this weakness, and nothing else of daypass.
    Weak(Weakness),
}

/// Makes the copy that is the weak twin, which every user can run.
pub(super) fn make_twin() -> Result<(), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    shared_program::copy(&own, TWIN).map(drop)
}

/// Removes the copy.
pub(super) fn remove_twin() {
    shared_program::remove(TWIN);
}

impl Victim {
    /// Its program, where `daypass` is that of daypass.
    pub(super) fn program(self, daypass: PathBuf) -> PathBuf {
        match self {
            Self::Daypass => daypass,
            Self::Weak(_) => shared_program::path(TWIN),
        }
    }

    /// Tells a command that leads to a weak twin which weakness it has.
    pub(super) fn choose(self, command: &mut Command) {
        if let Self::Weak(weakness) = self {
            command.env(VARIABLE, weakness.name());
        }
    }

    /// Runs a command of its own to the end.
    pub(super) fn finish(self, command: Command, words: &[&str]) -> Result<Seen, String> {
        let waits = matches!(self, Self::Weak(weakness) if weakness.waits());
        finish_within(if waits { TWIN_LIMIT } else { LIMIT }, command, words)
    }
}
