//! The list of commands: what `help` prints, what `ci` runs and in which order.

use crate::{
    arm, ci,
    command::Command,
    crates, cross, doc,
    elsewhere::{BENCHES, BOOK, E2E, MUTANTS, PACKAGES, RELEASE, RULES},
    fuzz, lint, minimal, sim, test, windows,
};
use std::fmt::Write as _;
use xtask::tally::Tally;

/// All commands; `ci` runs those marked in this order, the quick and telling ones first.
pub(crate) const COMMANDS: &[Command] = &[
    Command::here("ci", "everything that must hold, in order, with a time table", everything),
    Command::at(RULES, "tidy", "rules about files that no compiler checks").in_ci(&[]),
    Command::at(RULES, "circles", "files of a crate that need each other in a circle").in_ci(&[]),
    Command::at(RULES, "walls", "which crate may reach which").in_ci(&[]),
    Command::at(RULES, "supply", "licences, sources and number of packages [--sbom FILE] [--target TRIPLE]")
        .in_ci(&[]),
    Command::here("lint", "rustfmt and clippy, the libraries also alone", lint::run).in_ci(&[]),
    Command::here("test", "every test of the workspace, doctests included", test::run).in_ci(&[]),
    Command::here("crates", "each published crate packs and builds from its package", crates::run).in_ci(&[]),
    Command::here("doc", "rustdoc without a warning [--open: and the book, served]", doc::run).in_ci(&[]),
    Command::at(BOOK, "book", "docs/ as a book: rendered, no dead link, generated parts [--bless] [--open]")
        .in_ci(&[]),
    Command::at(RULES, "api", "what is public in each library, against docs/api [--update]").in_ci(&[]),
    Command::at(E2E, "demo", "a day with daypass [--interactive] [--program FILE]").in_ci(&["--built"]),
    Command::at(E2E, "interop", "the real AWS CLI and boto3, both directions [console|spellings|sdk-rust]")
        .in_ci(&["--built"]),
    Command::at(E2E, "chromium", "a headless Chromium presses Allow and Deny, both flows")
        .in_ci(&["--built"]),
    Command::at(E2E, "screens", "what a person sees, in tmux at two widths [--bless]").in_ci(&["--built"]),
    Command::at(E2E, "crash", "kills a save at every system call [kinds]").in_ci(&[]),
    Command::at(
        E2E,
        "herd",
        "many processes at once [--processes N] [--race-boto3 ROUNDS] [console --rounds N]",
    )
    .in_ci(&["--built", "--race-boto3", "5"]),
    Command::at(
        E2E,
        "hostile",
        "another user, a checkout, a portal: attacks that must not get through [WORD]",
    )
    .in_ci(&["--built"]),
    Command::at(E2E, "reproduce", "two builds of a release in two places are the same").in_ci(&[]),
    Command::at(PACKAGES, "package", "packages of every kind below target/package [--program FILE] [--try]")
        .in_ci(&["--try"]),
    Command::at(PACKAGES, "workflows", "actionlint and zizmor over .github/workflows").in_ci(&[]),
    Command::at(PACKAGES, "installers", "install.sh and install.ps1 against bad servers").in_ci(&[]),
    Command::at(
        E2E,
        "explore",
        "homes made by chance against laws [--homes N] [--seed S] [--power] [--stacks N]",
    )
    .in_ci(&["--built", "--homes", "400", "--seed", "1"]),
    Command::at(BENCHES, "budget", "instructions of a cached answer, within 2 % of budget.txt [--bless]")
        .in_ci(&[]),
    Command::here("cross", "type-checks for Windows, macOS and musl", cross::run).in_ci(&[]),
    Command::here("arm", "a day with the static program for Linux on ARM, run by qemu", arm::run).in_ci(&[]),
    Command::here("windows", "the tests as Windows programs, run by wine [NAME …]", windows::run).in_ci(&[
        "faults::w_",
        "credentials::",
        "day::a_day",
        "populate::",
    ]),
    Command::at(E2E, "differential", "config files as botocore reads them [--count N] [--seed S]")
        .in_ci(&["--count", "20000"]),
    Command::here("fuzz", "config files against the laws [TARGET …] [--seconds N]", fuzz::run)
        .in_ci(&["--seconds", "5"]),
    Command::here("minimal", "the oldest compiler and dependencies that manifests allow", minimal::run),
    Command::at(
        MUTANTS,
        "mutants",
        "what tests notice of changed lines [CRATE …] [--only TEXT] [--one-by-one] [--sample N --seed S] [--jobs N] \
         [--all] [--json FILE] [--plot]",
    ),
    Command::at(
        BENCHES,
        "bench",
        "measurements beside others [complete | config | growth | hook | login | populate | relay | scale | serve | shells | size | start | \
         token | vend | whoami] [--all] [--json FILE] [--plot]",
    ),
    Command::at(PACKAGES, "release", "gives the checkout a version: release X.Y.Z [--check vX.Y.Z]"),
    Command::at(RELEASE, "build", "the program as it is released [--target TRIPLE]"),
    Command::at(BENCHES, "hot", "the functions of a cached answer, which a release lays together [--bless]"),
    Command::at(E2E, "browser", "stands in for a browser: presses Allow [--deny] URL"),
    Command::here("sim", "the simulator on loopback [its arguments]", sim::run),
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
