//! Text in a style.

use crate::{Text, style::Style};

impl Style {
    /// A text in this style; a piece that has one of its own keeps it.
    pub fn of(self, text: impl Into<Text>) -> Text {
        text.into().styled(self)
    }
}

/// Emphasis.
pub fn strong(text: impl Into<Text>) -> Text {
    Style::Strong.of(text)
}

/// Less important than what stands around it.
pub fn dim(text: impl Into<Text>) -> Text {
    Style::Dim.of(text)
}

/// Good news.
pub fn good(text: impl Into<Text>) -> Text {
    Style::Good.of(text)
}

/// Soon bad news.
pub fn warning(text: impl Into<Text>) -> Text {
    Style::Warning.of(text)
}

/// Bad news.
pub fn bad(text: impl Into<Text>) -> Text {
    Style::Bad.of(text)
}
