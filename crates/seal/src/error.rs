//! The error of something that cannot be sealed or opened. It quotes nothing of what it is about.

use crate::KeyId;
use std::fmt;

/// Something cannot be sealed or opened, or a text is not a key ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    key: Option<KeyId>,
}

/// What the caller does next about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The sealed text was changed, cut, or moved here from another place; or it never was one.
    Altered,
    /// The key that sealed it is not in the ring: get the right key ring. [`Error::key`] says which key it was.
    UnknownKey,
    /// The sealed text is of a version of the format that this program does not know: use a newer program.
    UnknownVersion,
    /// The secret has more than 1 MiB.
    TooLong,
    /// The text is not a key ring.
    NotAKeyRing,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { kind, key: None }
    }

    pub(crate) fn unknown_key(key: KeyId) -> Self {
        Self { kind: ErrorKind::UnknownKey, key: Some(key) }
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the key that would open it, of [`ErrorKind::UnknownKey`]. Nothing vouches for it: an altered text may name
    /// a key that never was.
    pub fn key(&self) -> Option<KeyId> {
        self.key
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.key) {
            (ErrorKind::UnknownKey, Some(key)) => {
                write!(f, "it is sealed with the key {key}, which is not at hand")
            }
            (ErrorKind::UnknownKey, None) => f.write_str("it is sealed with a key that is not at hand"),
            (ErrorKind::Altered, _) => f.write_str("it was altered, or moved here from another file"),
            (ErrorKind::UnknownVersion, _) => f.write_str("it was sealed by a newer version"),
            (ErrorKind::TooLong, _) => f.write_str("it has more than 1 MiB"),
            (ErrorKind::NotAKeyRing, _) => f.write_str("the text is not a key ring"),
        }
    }
}

impl std::error::Error for Error {}
