//! The list of commands: what `help` prints, what `ci` runs and in which order.

use crate::{
    ci, circles,
    command::{Command, Place},
    cross, doc,
    elsewhere::{BENCHES, E2E},
    fuzz, lint, mutants, package, sim, test, tidy, walls,
};
use std::fmt::Write as _;
use xtask::tally::Tally;

/// All commands; `ci` runs those marked in this order, the quick and telling ones first.
pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "ci",
        about: "everything that must hold, in order, with a time table",
        lives: Place::Here(everything),
        in_ci: None,
    },
    Command {
        name: "tidy",
        about: "rules about files that no compiler checks",
        lives: Place::Here(tidy::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "circles",
        about: "files of a crate that need each other in a circle",
        lives: Place::Here(circles::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "walls",
        about: "which crate may reach which",
        lives: Place::Here(walls::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "lint",
        about: "rustfmt and clippy, the libraries also alone",
        lives: Place::Here(lint::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "test",
        about: "every test of the workspace, doctests included",
        lives: Place::Here(test::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "package",
        about: "each published crate packs and builds from its package",
        lives: Place::Here(package::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "doc",
        about: "rustdoc without a warning",
        lives: Place::Here(doc::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "demo",
        about: "a day with daypass [--interactive]",
        lives: Place::In(E2E),
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "interop",
        about: "the real AWS CLI and boto3, both directions",
        lives: Place::In(E2E),
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "chromium",
        about: "a headless Chromium presses Allow and Deny, both flows",
        lives: Place::In(E2E),
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "screens",
        about: "what a person sees, in tmux at two widths [--bless]",
        lives: Place::In(E2E),
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "crash",
        about: "kills a save at every system call [kinds]",
        lives: Place::In(E2E),
        in_ci: Some(&[]),
    },
    Command {
        name: "herd",
        about: "many processes at once [--processes N] [--race-boto3 ROUNDS]",
        lives: Place::In(E2E),
        in_ci: Some(&["--built", "--race-boto3", "5"]),
    },
    Command {
        name: "explore",
        about: "homes made by chance against laws [--homes N] [--seed S] [--only SEED]",
        lives: Place::In(E2E),
        in_ci: Some(&["--built", "--homes", "400", "--seed", "1"]),
    },
    Command {
        name: "budget",
        about: "instructions of a cached answer, within 2 % of budget.txt [--bless]",
        lives: Place::In(BENCHES),
        in_ci: Some(&[]),
    },
    Command {
        name: "cross",
        about: "type-checks for Windows, macOS and musl",
        lives: Place::Here(cross::run),
        in_ci: Some(&[]),
    },
    Command {
        name: "differential",
        about: "config files as botocore reads them [--count N] [--seed S]",
        lives: Place::In(E2E),
        in_ci: Some(&["--count", "20000"]),
    },
    Command {
        name: "fuzz",
        about: "config files against the laws [TARGET …] [--seconds N]",
        lives: Place::Here(fuzz::run),
        in_ci: Some(&["--seconds", "5"]),
    },
    Command {
        name: "mutants",
        about: "what tests notice of changed lines [--crate NAME …] [--sample N --seed S] [--jobs N]",
        lives: Place::Here(mutants::run),
        in_ci: None,
    },
    Command {
        name: "bench",
        about: "measurements beside others [complete | config | login | populate | serve | start]",
        lives: Place::In(BENCHES),
        in_ci: None,
    },
    Command {
        name: "browser",
        about: "stands in for a browser: presses Allow [--deny] URL",
        lives: Place::In(E2E),
        in_ci: None,
    },
    Command {
        name: "sim",
        about: "the simulator on loopback [its arguments]",
        lives: Place::Here(sim::run),
        in_ci: None,
    },
];

/// What `ci` does.
fn everything(_: &[String]) -> Tally {
    ci::run(COMMANDS)
}

/// The command of that name.
pub(crate) fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// The list of commands as text.
pub(crate) fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for command in COMMANDS {
        let mark = if command.in_ci.is_some() { "*" } else { " " };
        let _ = writeln!(text, "  {mark} {:12} {}", command.name, command.about);
    }
    text.push_str("\n  * part of ci\n");
    text
}
