//! The cryptography that a caller provides: ECDSA on the curve P-256 with SHA-256 (`ES256`).

use crate::ProofKey;
use std::{fmt, sync::Arc};

/// Makes keys and signatures of ECDSA on P-256 with SHA-256. The program chooses the library that does it, so this crate
/// has no entropy of its own and compiles no C.
pub trait Signer: Send + Sync {
    /// Generates a key from the entropy of the signer.
    ///
    /// # Errors
    /// No entropy.
    fn generate(&self) -> Result<ProofKey, SignerError>;

    /// Signs the message, which is not hashed yet. The signature is *r* and *s*, 32 bytes each, big-endian.
    ///
    /// # Errors
    /// The public point of the key does not belong to its private number, or there is no entropy.
    fn sign(&self, key: &ProofKey, message: &[u8]) -> Result<[u8; 64], SignerError>;
}

impl<T: Signer + ?Sized> Signer for Arc<T> {
    fn generate(&self) -> Result<ProofKey, SignerError> {
        (**self).generate()
    }

    fn sign(&self, key: &ProofKey, message: &[u8]) -> Result<[u8; 64], SignerError> {
        (**self).sign(key, message)
    }
}

impl fmt::Debug for dyn Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

/// Why a signer gives no key or no signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignerError {
    /// The key is no key of P-256, or its two halves do not belong together: sign in again.
    InvalidKey,
    /// There is no entropy.
    NoEntropy,
}

impl SignerError {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::InvalidKey => "the DPoP key of the session is not a valid P-256 key",
            Self::NoEntropy => "the operating system gives no random bytes",
        }
    }
}

impl fmt::Display for SignerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for SignerError {}
