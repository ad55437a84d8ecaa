//! A cell of the table: whether something held, or why it was not looked at.

/// What came out of one column.
#[derive(Debug)]
pub(super) enum Cell {
    Yes,
    No(String),
    Skipped(String),
}

impl Cell {
    /// Yes, or no with the reason.
    pub(super) fn of(result: Result<(), String>) -> Self {
        result.map_or_else(Self::No, |()| Self::Yes)
    }

    /// How the table says it.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No(_) => "NO",
            Self::Skipped(_) => "skipped",
        }
    }
}
