//! How text looks; which is no part of its characters.

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
}
