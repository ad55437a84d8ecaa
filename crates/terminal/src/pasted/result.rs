//! The result of polling for a pasted line.

/// The result of [`PastedLines::poll`](crate::PastedLines::poll).
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a line, no line yet, or no line ever")]
pub enum Pasted {
    /// A complete line, without white space at its ends.
    Line(String),
    /// No complete line yet: poll again.
    Nothing,
    /// The terminal was closed; no line will come.
    Gone,
}
