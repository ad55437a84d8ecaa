//! The crate's one error: a text that is not what it should be.

use daypass_sso_types::Remedy;
use std::fmt;

/// The template that holds where none is given, and that always does.
pub(crate) const DEFAULT_TEMPLATE: &str = "{account}.{role}";

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is no template of names: ask for another.
    Template,
    /// The bytes are no backup, or one that was cut: there is nothing to undo with.
    Backup,
    /// A key cannot have this value: ask for another.
    Value,
    /// A profile of this name is somebody's own: take another name.
    Taken,
}

/// A text that is not what it should be.
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
        Self { kind: ErrorKind::Backup, message: "it is no backup of populate, or was cut".to_owned() }
    }

    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Value, message: message.into() }
    }

    pub(crate) fn taken(message: &str) -> Self {
        Self { kind: ErrorKind::Taken, message: message.to_owned() }
    }

    /// What to do next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What would fix it: for a template the default one; for the others nothing that is known here.
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
