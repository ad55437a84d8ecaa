//! The styles of text, which are kept beside its characters.

/// The style of a piece of text. [`Terminal`](crate::Terminal) decides whether styles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Style {
    /// No style.
    #[default]
    Plain,
    /// Emphasis: bold.
    Strong,
    /// Less important than its surroundings: dim.
    Dim,
    /// Good news: green.
    Good,
    /// A state that needs attention soon: yellow.
    Warning,
    /// The word that begins a warning: bold yellow.
    Caution,
    /// Bad news: bold red.
    Bad,
    /// White on black in every theme, for a QR code that a camera reads.
    Print,
}

impl Style {
    /// Returns the parameters of the SGR sequence (ECMA-48).
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
