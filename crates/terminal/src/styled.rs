//! Functions that give text a style.

use crate::{Text, style::Style};

impl Style {
    /// Gives a text this style; a piece that already has a style keeps it.
    pub fn of(self, text: impl Into<Text>) -> Text {
        text.into().styled(self)
    }
}

/// Styles a text as emphasis ([`Style::Strong`]).
pub fn strong(text: impl Into<Text>) -> Text {
    Style::Strong.of(text)
}

/// Styles a text as less important than its surroundings ([`Style::Dim`]).
pub fn dim(text: impl Into<Text>) -> Text {
    Style::Dim.of(text)
}

/// Styles a text as good news ([`Style::Good`]).
pub fn good(text: impl Into<Text>) -> Text {
    Style::Good.of(text)
}

/// Styles a text as a state that needs attention soon ([`Style::Warning`]).
pub fn warning(text: impl Into<Text>) -> Text {
    Style::Warning.of(text)
}

/// Styles a text as bad news ([`Style::Bad`]).
pub fn bad(text: impl Into<Text>) -> Text {
    Style::Bad.of(text)
}
