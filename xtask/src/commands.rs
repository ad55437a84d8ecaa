//! The list of commands: what `help` prints, what `ci` runs and in which order.

use crate::{
    bench, browser, budget, chromium, ci, crash, cross, demo, differential, doc, fuzz, herd, interop, lint,
    screens, sim, tally::Tally, test, tidy, walls,
};
use std::fmt::Write as _;

/// A command. A new one is a file with a `run` function, and a row in [`COMMANDS`].
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&[String]) -> Tally,
    /// The arguments it gets in `ci`; `None` keeps it out of `ci`.
    pub(crate) in_ci: Option<&'static [&'static str]>,
}

/// All commands; `ci` runs those marked in this order, the quick and telling ones first.
pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "ci",
        about: "everything that must hold, in order, with a time table",
        run: ci::run,
        in_ci: None,
    },
    Command {
        name: "tidy",
        about: "rules about files that no compiler checks",
        run: tidy::run,
        in_ci: Some(&[]),
    },
    Command { name: "walls", about: "which crate may reach which", run: walls::run, in_ci: Some(&[]) },
    Command {
        name: "lint",
        about: "rustfmt and clippy, the libraries also alone",
        run: lint::run,
        in_ci: Some(&[]),
    },
    Command {
        name: "test",
        about: "every test of the workspace, doctests included",
        run: test::run,
        in_ci: Some(&[]),
    },
    Command { name: "doc", about: "rustdoc without a warning", run: doc::run, in_ci: Some(&[]) },
    Command {
        name: "demo",
        about: "a day with daypass [--interactive]",
        run: demo::run,
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "interop",
        about: "the real AWS CLI and boto3, both directions",
        run: interop::run,
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "chromium",
        about: "a headless Chromium presses Allow and Deny, both flows",
        run: chromium::run,
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "screens",
        about: "what a person sees, in tmux at two widths [--bless]",
        run: screens::run,
        in_ci: Some(&["--built"]),
    },
    Command {
        name: "crash",
        about: "kills a save at every system call [kinds]",
        run: crash::run,
        in_ci: Some(&[]),
    },
    Command {
        name: "herd",
        about: "many processes at once [--processes N] [--race-boto3 ROUNDS]",
        run: herd::run,
        in_ci: Some(&["--built", "--race-boto3", "5"]),
    },
    Command {
        name: "budget",
        about: "instructions of a cached answer, within 2 % of budget.txt [--bless]",
        run: budget::run,
        in_ci: Some(&[]),
    },
    Command {
        name: "cross",
        about: "type-checks for Windows, macOS and musl",
        run: cross::run,
        in_ci: Some(&[]),
    },
    Command {
        name: "differential",
        about: "config files as botocore reads them [--count N] [--seed S]",
        run: differential::run,
        in_ci: Some(&["--count", "20000"]),
    },
    Command {
        name: "fuzz",
        about: "config files against the laws [TARGET …] [--seconds N]",
        run: fuzz::run,
        in_ci: Some(&["--seconds", "5"]),
    },
    Command {
        name: "bench",
        about: "measurements beside others [complete | config | login | populate | serve | start]",
        run: bench::run,
        in_ci: None,
    },
    Command {
        name: "browser",
        about: "stands in for a browser: presses Allow [--deny] URL",
        run: browser::run,
        in_ci: None,
    },
    Command { name: "sim", about: "the simulator on loopback [its arguments]", run: sim::run, in_ci: None },
];

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
