//! Suggestions for words of other tools that daypass does not have.

use super::translations::unknown;
use clap::error::{ContextKind, ErrorKind};
use std::ffi::OsString;

/// A suggestion in place of a word that daypass does not have.
#[derive(Debug)]
pub(crate) struct Suggestion {
    /// The word of the other tool.
    pub(crate) word: String,
    /// What to do instead.
    pub(crate) instead: Instead,
}

/// What to do instead.
#[derive(Debug)]
pub(crate) enum Instead {
    /// Type this command line.
    Type(Vec<String>),
    /// Do what this sentence says.
    Say(&'static str),
}

/// The table of suggestions; its comments say its form.
const TABLE: &str = include_str!("suggestions.txt");

/// The rows of the table: the words of another tool, and the suggestion.
fn rows() -> impl Iterator<Item = (&'static str, Row)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| match line.split_once(" -> ") {
        Some((words, "aws")) => Some((words, Row::Service)),
        Some((words, line)) => Some((words, Row::Line(line))),
        None => line.split_once(" : ").map(|(words, sentence)| (words, Row::Sentence(sentence))),
    };
    lines.filter_map(row).flat_map(|(all, way)| all.split(", ").map(move |words| (words, way)))
}

/// The suggestion of a row.
#[derive(Clone, Copy)]
enum Row {
    /// The word is a service of the AWS CLI: run `aws` by `exec`.
    Service,
    Line(&'static str),
    Sentence(&'static str),
}

/// The suggestion for the word that clap refused; `is_ours` tells whether daypass accepts a command line.
pub(super) fn of(
    words: &[OsString],
    error: &clap::Error,
    is_ours: fn(&[OsString]) -> bool,
) -> Option<Suggestion> {
    let kind = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return None,
    };
    let word = unknown(error, kind)?;
    let words: Vec<String> =
        words.iter().map(|word| word.to_str().map(str::to_owned)).collect::<Option<_>>()?;
    let at = words.iter().position(|other| other.split('=').next() == Some(word))?;
    let suggestion = |word: &str, instead| Some(Suggestion { word: word.to_owned(), instead });
    let next = words.get(at + 1).filter(|next| !next.starts_with('-'));
    let before = words.get(at.checked_sub(1)?).filter(|_| at > 1);
    let forms = [
        next.map(|next| (format!("{word} {next}"), at + 2)),
        before.map(|before| (format!("{before} {word}"), at + 1)),
        Some((word.to_owned(), at + 1)),
    ];
    for (form, rest) in forms.into_iter().flatten() {
        if let Some((_, row)) = rows().find(|(foreign, _)| *foreign == form) {
            return suggestion(
                &form,
                match row {
                    Row::Service => Instead::Type(run_by_exec(&words, at)),
                    Row::Line(line) => {
                        Instead::Type(typed(line, words.get(rest..).unwrap_or_default(), is_ours))
                    }
                    Row::Sentence(sentence) => Instead::Say(sentence),
                },
            );
        }
    }
    None
}

/// The command line of `aws` for the service, run by `exec`; the words before the service are arguments of `exec`.
fn run_by_exec(words: &[String], at: usize) -> Vec<String> {
    let (before, service) = words.split_at(at);
    let exec = ["daypass", "exec"].map(str::to_owned).into_iter().chain(before.iter().skip(1).cloned());
    exec.chain(["--", "aws"].map(str::to_owned)).chain(service.iter().cloned()).collect()
}

/// The suggested line with the rest of the typed words, if daypass accepts that, else without them.
fn typed(line: &str, rest: &[String], is_ours: fn(&[OsString]) -> bool) -> Vec<String> {
    let line: Vec<String> = std::iter::once("daypass").chain(line.split(' ')).map(str::to_owned).collect();
    let whole: Vec<String> = line.iter().chain(rest).cloned().collect();
    let words: Vec<OsString> = whole.iter().map(OsString::from).collect();
    if is_ours(&words) { whole } else { line }
}

/// Every line that has a suggestion, for the test that parses them all.
#[cfg(test)]
pub(super) fn lines() -> Vec<String> {
    let typed = |(words, _): (&str, Row)| match words.starts_with('-') {
        true => format!("login {words}"),
        false => words.to_owned(),
    };
    rows().map(typed).collect()
}
