//! The error of a source: what failed, and on what.

use std::{error, fmt, sync::Arc};

/// What the caller of a source can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The config or the environment is incomplete or wrong.
    Configuration,
    /// The program of a `credential_process` failed, or printed no credentials.
    Process,
    /// AWS refuses the identity.
    Refused,
    /// The machine's service, or AWS, could not be reached or cannot be used.
    Network,
    /// Any other refusal of AWS.
    Service,
}

/// Why a source has no credentials. `Display` quotes nothing of what a program or a service answered.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    facts: Vec<(&'static str, String)>,
    source: Option<Arc<dyn error::Error + Send + Sync>>,
}

impl Error {
    /// Creates an error; a [`RunProcess`](crate::RunProcess) makes those of programs.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), facts: Vec::new(), source: None }
    }

    /// Adds what the error is about, as a label and a text.
    #[must_use]
    pub fn with_fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.facts.push((label, text.into()));
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(self, source: impl error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    /// Returns the kind, which says what the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the cause, for an error that says the rest itself.
    pub fn into_cause(self) -> Option<Arc<dyn error::Error + Send + Sync>> {
        self.source
    }

    /// Returns what the error is about, as pairs of label and text in the order to show them.
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.facts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
