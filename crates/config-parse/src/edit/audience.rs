//! For whom an edit is.

use crate::Dialect;

/// Who has to be able to read the outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Audience {
    AllTools,
    AwsCli,
}

impl Audience {
    pub(super) fn dialects(self) -> &'static [Dialect] {
        match self {
            Self::AllTools => &Dialect::BOTH,
            Self::AwsCli => &[Dialect::AwsCli],
        }
    }
}
