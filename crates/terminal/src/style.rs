//! How text looks; which is no part of its characters.

use crate::Text;

/// How a piece of text looks. The terminal decides whether it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Style {
    /// As everything around it.
    #[default]
    Plain,
    /// Emphasis.
    Strong,
    /// Less important than what stands around it.
    Dim,
    /// Good news.
    Good,
    /// Soon bad news.
    Warning,
    /// The word that begins a warning.
    Caution,
    /// Bad news.
    Bad,
    /// White on black, whatever the theme: what a camera reads.
    Print,
}

impl Style {
    /// The parameters of ECMA-48's SGR.
    pub(crate) fn parameters(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Dim => Some("2"),
            Self::Good => Some("32"),
            Self::Warning => Some("33"),
            Self::Caution => Some("33;1"),
            Self::Bad => Some("31;1"),
            Self::Print => Some("97;40"),
        }
    }

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
