//! Reads a command line: as it stands, else with the words of other tools translated, else as a suggestion.

use crate::{
    RefusedWord,
    suggestions::{self, Instead, Suggestion},
    translations,
};
use std::ffi::OsString;

/// The most words of a line that are translated.
const TRANSLATIONS: usize = 16;

/// A parser of daypass's command lines.
pub trait CommandLineParser {
    /// What a command line means.
    type Args;
    /// Why it means nothing; also the answer to a request for help.
    type Error;

    /// Parses a command line; the program's name comes first.
    ///
    /// # Errors
    /// Returns the parser's own error or answer.
    fn parse(&self, words: &[OsString]) -> Result<Self::Args, Self::Error>;

    /// Returns the word that an error is about; `None` for another error, which no translation helps.
    fn refused<'e>(&self, error: &'e Self::Error) -> Option<RefusedWord<'e>>;

    /// Says whether daypass has a command of this name.
    fn is_command(&self, word: &str) -> bool;
}

/// Why a command line has no meaning.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "the parser has an answer, or the table has one")]
pub enum Unread<E> {
    /// The parser's error or answer.
    Parser(E),
    /// A word of another tool, and a suggestion in its place.
    OtherTool(Suggestion),
}

/// Reads a command line; the program's name comes first.
///
/// A line that the parser accepts keeps its meaning. Of another line, one refused word at a time is translated.
///
/// # Errors
/// Returns the suggestion for a word that daypass does not have, else the parser's error.
pub fn read<P: CommandLineParser>(parser: &P, words: &[OsString]) -> Result<P::Args, Unread<P::Error>> {
    let mut words = words.to_vec();
    for _ in 0..TRANSLATIONS {
        let error = match parser.parse(&words) {
            Ok(args) => return Ok(args),
            Err(error) => error,
        };
        let Some(refused) = parser.refused(&error) else { return Err(Unread::Parser(error)) };
        let Some(translated) = translations::translated(&words, refused, &|word| parser.is_command(word))
        else {
            let suggestion = suggestions::of(&words, refused, &|words| accepted_or_suggested(parser, words));
            return Err(suggestion.map_or(Unread::Parser(error), Unread::OtherTool));
        };
        words = translated;
    }
    parser.parse(&words).map_err(Unread::Parser)
}

/// The command line itself if daypass accepts it, or the one that it suggests in its place.
fn accepted_or_suggested(parser: &impl CommandLineParser, words: &[OsString]) -> Option<Vec<String>> {
    match read(parser, words) {
        Ok(_) => words.iter().map(|word| word.to_str().map(str::to_owned)).collect(),
        Err(Unread::OtherTool(Suggestion { instead: Instead::Type(words), .. })) => Some(words),
        Err(_) => None,
    }
}
