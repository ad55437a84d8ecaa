//! What came of an attack: nothing, or how it got through; or it could not be played.

use std::fmt::Display;

/// What came of an attack.
pub(super) type Verdict = Result<(), Failure>;

/// What ends an attack that was not fended off.
#[derive(Debug)]
pub(super) enum Failure {
    /// It could not be played: nothing is known.
    NotPlayed(String),
    /// The judge says how it got through.
    Through(String),
}

impl Failure {
    /// Adds what the command said.
    pub(super) fn with(self, said: impl Display) -> Self {
        let add = |reason| format!("{reason}\n{said}");
        match self {
            Self::NotPlayed(reason) => Self::NotPlayed(add(reason)),
            Self::Through(reason) => Self::Through(add(reason)),
        }
    }
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::NotPlayed(reason)
    }
}

impl From<&str> for Failure {
    fn from(reason: &str) -> Self {
        Self::NotPlayed(reason.to_owned())
    }
}

/// The verdict of a judge: it got through.
pub(super) fn through(how: impl Into<String>) -> Verdict {
    Err(Failure::Through(how.into()))
}
