//! What a parser says of the word that it does not know.

/// The word that a parser refused, and what it took the word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "what a word on a command line can be")]
pub enum RefusedWord<'a> {
    /// A command that does not exist.
    Command(&'a str),
    /// An option that does not exist, or an argument more than the command takes.
    Argument(&'a str),
    /// A value that its option or argument does not take.
    Value(&'a str),
}
