//! What seals the parts of a token file that renew a session.

use std::{fmt, sync::Arc};

/// Seals texts for a file and opens them; it has the key, or knows what has.
///
/// [`Sealer::seal`] and [`Sealer::open`] are called under locks and use a key that is at hand: they wait for nobody.
/// [`Sealer::prepare`] gets the key, which may take a minute where a person is asked, and is called without a lock.
pub trait Sealer: Send + Sync {
    /// Whether tokens are to be sealed now. If not, what is sealed is still opened, and stored in plain again.
    fn is_sealing(&self) -> bool;

    /// Gets the key, if it is not at hand.
    ///
    /// # Errors
    /// [`SealErrorKind::NoKey`].
    fn prepare(&self) -> Result<(), SealError>;

    /// Seals a text for the file of this name.
    ///
    /// # Errors
    /// [`SealErrorKind::NoKey`].
    fn seal(&self, file_name: &str, secret: &str) -> Result<String, SealError>;

    /// Opens what was sealed for the file of this name, and hands it to `read`.
    ///
    /// # Errors
    /// [`SealErrorKind::NoKey`] and [`SealErrorKind::Altered`]; then `read` is not called.
    fn open(&self, file_name: &str, sealed: &str, read: &mut dyn FnMut(&[u8])) -> Result<(), SealError>;

    /// Is told that a file was stored in plain although tokens are to be sealed, since what is in it must not be lost.
    fn stored_plain(&self, reason: &SealError);
}

/// A text cannot be sealed or opened. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SealError {
    kind: SealErrorKind,
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What the caller does next about a [`SealError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealErrorKind {
    /// The key is not at hand; what is sealed is not lost.
    NoKey,
    /// The sealed text was altered, or is that of another file: a sign-in replaces it.
    Altered,
}

impl SealError {
    /// Creates the error of a key that is not at hand.
    pub fn no_key(message: impl Into<String>) -> Self {
        Self { kind: SealErrorKind::NoKey, message: message.into(), source: None }
    }

    /// Creates the error of a sealed text that does not open.
    pub fn altered(message: impl Into<String>) -> Self {
        Self { kind: SealErrorKind::Altered, message: message.into(), source: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> SealErrorKind {
        self.kind
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SealError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
