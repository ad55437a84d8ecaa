//! The tools that must be able to read the outcome of an edit.

use crate::Dialect;

/// The tools that must be able to read the outcome of an edit.
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
