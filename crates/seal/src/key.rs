//! A key and its id.

use crate::text::decode;
use daypass_sso_types::Entropy;
use ring::hmac;
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// What the id of a key is the HMAC of.
const KEY_ID_LABEL: &[u8] = b"daypass-seal key id";

/// A key of 32 bytes. Without `Display`, redacted in `Debug`, zeroed on drop.
///
/// A key is not compared: [`Key::id`] is, which says nothing about the key.
#[derive(Clone)]
pub struct Key(Box<[u8; 32]>);

/// The id of a key: 8 bytes from which nobody gets to the key. Printed as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyId([u8; 8]);

impl Key {
    /// Makes a new key. The entropy must be cryptographically secure.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut key = Self(Box::new([0; 32]));
        entropy.fill(key.0.as_mut_slice());
        key
    }

    /// Takes a key from its bytes. Copies that the caller made before are not zeroed.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Box::new(*bytes))
    }

    /// Returns the key itself. Review each call: it may go to what keeps keys, never into a log, an error or an argument list.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the id, by which a sealed text names its key.
    pub fn id(&self) -> KeyId {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice());
        let tag = hmac::sign(&key, KEY_ID_LABEL);
        KeyId(tag.as_ref().first_chunk().copied().unwrap_or_default())
    }

    /// Takes a key from base64url without padding.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(decode(text)?);
        Some(Self::from_bytes(bytes.as_slice().try_into().ok()?))
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, redacted)", self.id())
    }
}

impl KeyId {
    pub(crate) fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}
