//! The book of daypass: renders `docs/`, checks its links, makes what is generated, serves it.
//!
//! `cargo xtask book` builds and starts this program.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool for developers")]

mod crates;
mod generated;
mod house;
mod links;
mod pages;
mod render;
mod screen;
mod screens;
mod serve;

use std::process::ExitCode;
use xtask::tally::Tally;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(("book", rest)) = arguments.split_first().map(|(name, rest)| (name.as_str(), rest)) else {
        eprintln!("daypass-book: the command is `book`; `cargo xtask` lists all");
        return ExitCode::from(2);
    };
    let tally = book(rest);
    println!("{tally}");
    if tally.failed > 0 {
        return ExitCode::FAILURE;
    }
    if rest.iter().any(|argument| argument == "--open")
        && let Err(error) = serve::run()
    {
        eprintln!("cannot serve the book: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Generates, renders, checks.
fn book(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let is_blessed = arguments.iter().any(|argument| argument == "--bless");
    for (file, text) in generated::all() {
        let result = text.and_then(|text| generated::compare(&file, &text, is_blessed));
        tally.check(&format!("{file} is as it is generated"), result);
    }
    tally.check("every page is in SUMMARY.md, every picture on a page", pages::no_orphan());
    match render::render() {
        Ok(folder) => {
            tally.check("mdBook renders it", Ok(()));
            tally.check("no dead link", links::none_is_dead(&folder));
        }
        Err(reason) => tally.check("mdBook renders it", Err(reason)),
    }
    tally
}

#[cfg(test)]
mod tests {
    /// What is generated is as it is kept, and no page is an orphan; rendering takes longer and is `cargo xtask book`.
    #[test]
    fn the_book_is_whole() {
        for (file, text) in super::generated::all() {
            let result = text.and_then(|text| super::generated::compare(&file, &text, false));
            assert_eq!(result, Ok(()), "{file}");
        }
        assert_eq!(super::pages::no_orphan(), Ok(()));
    }
}
