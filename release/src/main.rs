//! `build`: makes the program as it is released [--target TRIPLE].
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

use daypass_release::{Build, remapped};
use std::process::ExitCode;
use xtask::{environment, places, process::Run, tally::Tally, variables};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tally = match arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) {
        Some(("build", rest)) => build(rest),
        other => {
            eprintln!("daypass-release: there is no command {other:?}; `cargo xtask` lists them");
            return ExitCode::from(2);
        }
    };
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn build(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let triple = arguments.iter().skip_while(|word| *word != "--target").nth(1);
    let target = places::target();
    let program = Build::new(&target);
    let program = triple.map_or(program, |triple| program.of(triple));
    let built = environment::fetch().and_then(|()| {
        // A program that others get has no path of its builder's.
        let cargo_home = variables::tool_home("CARGO_HOME", ".cargo");
        let flags = remapped(&places::root(), &cargo_home).map_err(|error| error.to_string())?;
        program.run(&|| Run::cargo().env("CARGO_ENCODED_RUSTFLAGS", &flags))
    });
    let what = built.as_ref().map_or_else(|_| "the program".to_owned(), |path| path.display().to_string());
    tally.check(&what, built.map(drop));
    tally
}
