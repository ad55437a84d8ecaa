//! For whom an edit is.

use crate::Dialect;

/// Who has to be able to read the outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Resolve {
    ForAll,
    ForCli,
}

impl Resolve {
    pub(super) fn dialects(self) -> &'static [Dialect] {
        match self {
            Self::ForAll => &Dialect::BOTH,
            Self::ForCli => &[Dialect::AwsCli],
        }
    }
}
