//! Suggestions for words of other tools that daypass does not have.

mod table;

use crate::RefusedWord;
use std::ffi::OsString;
pub use table::foreign_lines;
use table::{Row, row};

/// A suggestion in place of a word that daypass does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The word of the other tool.
    pub word: String,
    /// What to do instead.
    pub instead: Instead,
}

/// What to do instead of a command line of another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a program has to say both, and can do no third")]
pub enum Instead {
    /// Type this command line; the first word is the program.
    Type(Vec<String>),
    /// Do what this sentence says.
    Say(&'static str),
}

/// How operations of AWS services begin: `describe-instances`.
const OPERATIONS: [&str; 9] =
    ["create-", "delete-", "describe-", "get-", "list-", "put-", "start-", "stop-", "update-"];

/// Returns the command line that daypass accepts, or the one that it suggests, in place of a command line; `None` if it has
/// neither.
pub(crate) type Reader<'a> = &'a dyn Fn(&[OsString]) -> Option<Vec<String>>;

/// The suggestion for the word that the parser refused.
pub(crate) fn of(words: &[OsString], refused: RefusedWord<'_>, read: Reader<'_>) -> Option<Suggestion> {
    let (word, is_command) = match refused {
        RefusedWord::Command(word) => (word, true),
        RefusedWord::Argument(word) => (word, false),
        RefusedWord::Value(_) => return None,
    };
    let typed_words = words.iter().skip(1).map(|word| word.to_str());
    let words = std::iter::once(Some("daypass")).chain(typed_words).map(|word| word.map(str::to_owned));
    let words: Vec<String> = words.collect::<Option<_>>()?;
    let at = words.iter().position(|other| name(other) == word)?;
    let suggestion = |word: &str, instead| Some(Suggestion { word: word.to_owned(), instead });
    for (form, rest) in forms(&words, at) {
        let Some(row) = row(&form) else { continue };
        let instead = match row {
            Row::Service => Instead::Type(run_by_exec(&words, at)),
            Row::Lines(lines) => Instead::Type(typed(lines, &rest, read)),
            Row::Exactly(line) => Instead::Type(line_of(line)),
            Row::InPlace { option, value_too } => match in_place(&words, at, option, value_too, read) {
                Some(line) => Instead::Type(line),
                None => continue,
            },
            Row::Sentence(sentence) => Instead::Say(sentence),
        };
        return suggestion(&form, instead);
    }
    let operation = words.get(at + 1).filter(|_| is_command)?;
    let is_one = OPERATIONS.iter().any(|verb| operation.starts_with(verb));
    is_one.then_some(())?;
    suggestion(word, Instead::Type(run_by_exec(&words, at)))
}

/// An option without its value, or the word itself.
fn name(word: &str) -> &str {
    word.split('=').next().unwrap_or(word)
}

/// The forms under which the word at this place may stand in the table, the most particular first, each with the words
/// behind it that it does not use: the word with its next word or with an option behind it, with a command before it, and
/// alone.
fn forms(words: &[String], at: usize) -> Vec<(String, Vec<String>)> {
    let (Some(word), after) = (words.get(at).map(|word| name(word)), words.get(at + 1..).unwrap_or_default())
    else {
        return Vec::new();
    };
    let with = |(place, other): (usize, &String)| {
        let (before, behind) = after.split_at(place);
        let rest = before.iter().chain(behind.iter().skip(1)).cloned().collect();
        (format!("{word} {}", name(other)), rest)
    };
    let ours = after.iter().take_while(|word| *word != "--").enumerate();
    let behind = ours.filter(|(place, other)| *place == 0 || other.starts_with('-')).map(with);
    let commands = words.iter().take(at).skip(1).filter(|word| !word.starts_with('-'));
    let before = commands.map(|command| (format!("{command} {word}"), after.to_vec()));
    behind.chain(before).chain([(word.to_owned(), after.to_vec())]).collect()
}

/// The command line of `aws` for the service, run by `exec`; the words before the service are arguments of `exec`.
fn run_by_exec(words: &[String], at: usize) -> Vec<String> {
    let (before, service) = words.split_at(at);
    let exec = ["daypass", "exec"].map(str::to_owned).into_iter().chain(before.iter().skip(1).cloned());
    exec.chain(["--", "aws"].map(str::to_owned)).chain(service.iter().cloned()).collect()
}

/// The first of the suggested lines that daypass accepts with the rest of the typed words; else the first that it accepts
/// without them.
fn typed(lines: &str, rest: &[String], read: Reader<'_>) -> Vec<String> {
    let lines: Vec<_> = lines.split(" | ").map(line_of).collect();
    let whole = lines.iter().find_map(|line| accepted(line.iter().chain(rest), read));
    let alone = || lines.iter().find_map(|line| accepted(line, read));
    whole.or_else(alone).unwrap_or_default()
}

/// The typed line with other options in place of the one at this place, and of its value if `value_too`; `None` if daypass
/// refuses that.
fn in_place(
    words: &[String],
    at: usize,
    options: &str,
    value_too: bool,
    read: Reader<'_>,
) -> Option<Vec<String>> {
    let value = words.get(at)?.split_once('=').map(|(_, value)| value.to_owned());
    let used = 1 + usize::from(value_too && value.is_none());
    let options = options.split(' ').filter(|option| !option.is_empty()).map(str::to_owned);
    let before = words.iter().take(at).cloned();
    let line: Vec<_> = before
        .chain(options)
        .chain(value.filter(|_| !value_too))
        .chain(words.iter().skip(at + used).cloned())
        .collect();
    accepted(&line, read)
}

fn accepted<'a>(words: impl IntoIterator<Item = &'a String>, read: Reader<'_>) -> Option<Vec<String>> {
    let words: Vec<_> = words.into_iter().map(OsString::from).collect();
    read(&words)
}

fn line_of(line: &str) -> Vec<String> {
    std::iter::once("daypass").chain(line.split(' ')).map(str::to_owned).collect()
}
