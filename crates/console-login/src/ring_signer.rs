//! The signer over ring.

use crate::{ProofKey, Signer, SignerError};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};

/// A [`Signer`] over ring, with the entropy of the operating system. It hedges its nonces: bad entropy alone does not
/// give the key away.
#[derive(Debug, Clone)]
pub struct RingSigner(SystemRandom);

impl RingSigner {
    /// Creates a signer; the operating system is asked for entropy when it is needed.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for RingSigner {
    fn default() -> Self {
        Self::new()
    }
}

impl Signer for RingSigner {
    fn generate(&self) -> Result<ProofKey, SignerError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &self.0)
            .map_err(|_| SignerError::NoEntropy)?;
        ProofKey::from_pkcs8_der(document.as_ref()).map_err(|_| SignerError::InvalidKey)
    }

    fn sign(&self, key: &ProofKey, message: &[u8]) -> Result<[u8; 64], SignerError> {
        let mut point = [4; 65];
        let (_, coordinates) = point.split_at_mut(1);
        coordinates.copy_from_slice(key.coordinates().as_flattened());
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            key.private_number(),
            &point,
            &self.0,
        );
        let pair = pair.map_err(|_| SignerError::InvalidKey)?;
        let signature = pair.sign(&self.0, message).map_err(|_| SignerError::NoEntropy)?;
        signature.as_ref().try_into().map_err(|_| SignerError::InvalidKey)
    }
}
