//! What a look at the terminal finds.

/// What [`PastedLines::poll`](crate::PastedLines::poll) found.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a line, none yet, or never")]
pub enum Pasted {
    /// A whole line, without white space at its ends.
    Line(String),
    /// Nothing yet: ask again.
    Nothing,
    /// The terminal has gone away; there will be none.
    Gone,
}
