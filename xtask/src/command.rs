//! A command of this tool, and where what it runs lives.

use crate::elsewhere;
use xtask::tally::Tally;

/// A command. A new one is a file with a `run` function, and a row in `commands.rs`.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    lives: Place,
    /// The arguments it gets in `ci`; `None` keeps it out of `ci`.
    pub(crate) in_ci: Option<&'static [&'static str]>,
}

/// What runs a command.
#[derive(Clone, Copy)]
enum Place {
    Here(fn(&[String]) -> Tally),
    In(&'static str),
}

impl Command {
    /// A function here.
    pub(crate) const fn here(name: &'static str, about: &'static str, run: fn(&[String]) -> Tally) -> Self {
        Self { name, about, lives: Place::Here(run), in_ci: None }
    }

    /// A program of the workspace that has a command of that name.
    pub(crate) const fn at(package: &'static str, name: &'static str, about: &'static str) -> Self {
        Self { name, about, lives: Place::In(package), in_ci: None }
    }

    /// The same as a part of `ci`, with these arguments.
    pub(crate) const fn in_ci(self, arguments: &'static [&'static str]) -> Self {
        Self { in_ci: Some(arguments), ..self }
    }

    pub(crate) fn run(&self, arguments: &[String]) -> Tally {
        match self.lives {
            Place::Here(run) => run(arguments),
            Place::In(package) => elsewhere::run(package, self.name, arguments),
        }
    }
}
