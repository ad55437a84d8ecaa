//! The error of a vault.

use daypass_sso_types::Remedy;
use std::fmt;

/// A vault cannot be turned on or off, or has no key.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    remedy: Option<Remedy>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The holder gives or takes no key: unlock it, install it, choose another.
    Holder,
    /// The file that says whether the vault is on is damaged.
    Settings,
    /// The vault is on already, with another holder, or is off.
    State,
    /// A file of the cache cannot be read or written, or another process holds its lock.
    Cache,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), remedy: None, source: None }
    }

    pub(crate) fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Box::new(source)), ..self }
    }

    pub(crate) fn holder(message: &str, error: daypass_key_holders::Error) -> Self {
        let remedy = error.remedy();
        Self { remedy, ..Self::new(ErrorKind::Holder, message) }.with_source(error)
    }

    /// Whether the holder has no keys, and could take some.
    pub(crate) fn is_no_keys(&self) -> bool {
        let cause =
            self.source.as_ref().and_then(|source| source.downcast_ref::<daypass_key_holders::Error>());
        cause.is_some_and(|error| error.kind() == daypass_key_holders::ErrorKind::NoKeys)
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what would help, where something is known to.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.remedy.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
