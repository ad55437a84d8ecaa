//! A command of this tool, and where what it runs lives.

use crate::elsewhere;
use xtask::tally::Tally;

/// A command. A new one is a file with a `run` function, and a row in `commands.rs`.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) lives: Place,
    /// The arguments it gets in `ci`; `None` keeps it out of `ci`.
    pub(crate) in_ci: Option<&'static [&'static str]>,
}

/// What runs a command.
pub(crate) enum Place {
    /// A function here.
    Here(fn(&[String]) -> Tally),
    /// A program of the workspace that has a command of that name.
    In(&'static str),
}

impl Command {
    pub(crate) fn run(&self, arguments: &[String]) -> Tally {
        match self.lives {
            Place::Here(run) => run(arguments),
            Place::In(package) => elsewhere::run(package, self.name, arguments),
        }
    }
}
