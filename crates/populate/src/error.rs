//! The error of this crate: an invalid template, backup, value or name.

use daypass_sso_types::Remedy;
use std::fmt;

/// The default template of names, which is also the remedy for an invalid one.
pub(crate) const DEFAULT_TEMPLATE: &str = "{account}.{role}";

/// Which input is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not a template of names: ask for another.
    Template,
    /// The bytes are not a backup or are cut: nothing can be undone with them.
    Backup,
    /// A key cannot have this value: ask for another.
    Value,
    /// An unmarked profile has this name: use another name.
    Taken,
}

/// The error of an invalid input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn template(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Template, message: message.into() }
    }

    pub(crate) fn backup() -> Self {
        Self { kind: ErrorKind::Backup, message: "this is not a complete backup of populate".to_owned() }
    }

    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Value, message: message.into() }
    }

    pub(crate) fn taken(message: &str) -> Self {
        Self { kind: ErrorKind::Taken, message: message.to_owned() }
    }

    /// Returns the kind, which says which input is invalid.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what would fix the failure: the default template for an invalid one, otherwise `None`.
    pub fn remedy(&self) -> Option<Remedy> {
        let default = || Some(DEFAULT_TEMPLATE.to_owned());
        (self.kind == ErrorKind::Template).then(|| Remedy::Option { name: "--template", value: default() })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
