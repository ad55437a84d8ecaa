//! The error of keys that cannot be got, stored or erased.

use crate::{RunFailure, wire::Failure};
use daypass_sso_types::Remedy;
use std::{fmt, time::Duration};

/// Keys cannot be got, stored or erased. Quotes no key.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    /// The holder, as its person knows it: a program or a file.
    who: String,
    what: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The program is not installed.
    NotInstalled,
    /// The program gave no answer within its time, and was killed: try again, with a person there.
    TimedOut,
    /// The store is locked, or a person has to be asked and nobody is there: try again at a terminal.
    Locked,
    /// A person or a policy refused.
    Denied,
    /// The holder keeps no keys under this name.
    NoKeys,
    /// The holder's store is not there or does not work.
    Unavailable,
    /// The holder's answer is none, or it did not keep what it was given.
    BadAnswer,
    /// The holder gives keys and takes none.
    ReadOnly,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, who: impl Into<String>, what: impl Into<String>) -> Self {
        Self { kind, who: who.into(), what: what.into(), source: None }
    }

    pub(crate) fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Box::new(source)), ..self }
    }

    pub(crate) fn not_run(program: &str, failure: RunFailure, limit: Duration) -> Self {
        match failure {
            RunFailure::NotFound => Self::new(ErrorKind::NotInstalled, program, "is not installed"),
            RunFailure::TimedOut => {
                let what = format!("gave no answer within {} s", limit.as_secs());
                Self::new(ErrorKind::TimedOut, program, what)
            }
            RunFailure::Io(error) => {
                Self::new(ErrorKind::Unavailable, program, "cannot be run").with_source(error)
            }
        }
    }

    /// An error that the holder reports itself, with its own sentence or else with ours.
    pub(crate) fn reported(who: &str, failure: Failure, message: Option<String>) -> Self {
        let (kind, what) = match failure {
            Failure::NotFound => (ErrorKind::NoKeys, "has no keys of this vault"),
            Failure::Locked => (ErrorKind::Locked, "is locked"),
            Failure::Denied => (ErrorKind::Denied, "refuses to give the keys"),
            Failure::Unavailable => (ErrorKind::Unavailable, "cannot reach its store"),
        };
        let what = message.map_or_else(|| what.to_owned(), |message| format!("{what}: {message}"));
        Self::new(kind, who, what)
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what would help, where something is known to. A program has commands for the rest.
    pub fn remedy(&self) -> Option<Remedy> {
        let advice = match self.kind {
            ErrorKind::NotInstalled => format!("Install {}, or choose another holder of the key.", self.who),
            ErrorKind::Locked | ErrorKind::TimedOut => {
                format!("Run the command at a terminal, where {} can ask you.", self.who)
            }
            _ => return None,
        };
        Some(Remedy::Advice(advice))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.who, self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
