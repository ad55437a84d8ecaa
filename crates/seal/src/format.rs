//! The bytes of a sealed text; see the crate's docs.

use crate::{Error, ErrorKind, KeyId, text::decode};

/// The longest secret that is sealed, in bytes: 1 MiB.
pub const MAX_SECRET_BYTES: usize = 1 << 20;

pub(crate) const VERSION: u8 = 1;
pub(crate) const NONCE_BYTES: usize = 12;
pub(crate) const TAG_BYTES: usize = 16;
const KEY_ID_BYTES: usize = 8;
const HEADER_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_BYTES;

/// A sealed text taken apart. Nothing of it is vouched for before it has been opened.
pub(crate) struct Sealed {
    /// Version, key id and nonce, as they stand.
    pub(crate) header: Vec<u8>,
    pub(crate) key: KeyId,
    pub(crate) nonce: [u8; NONCE_BYTES],
    /// Ciphertext and tag.
    pub(crate) body: Vec<u8>,
}

impl Sealed {
    /// Takes a sealed text apart.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let altered = || Error::new(ErrorKind::Altered);
        // More than the longest secret can have made: it is not decoded.
        if text.len() > (HEADER_BYTES + MAX_SECRET_BYTES + TAG_BYTES).div_ceil(3) * 4 {
            return Err(altered());
        }
        let mut header = decode(text).ok_or_else(altered)?;
        match header.first() {
            Some(&VERSION) => {}
            Some(_) => return Err(Error::new(ErrorKind::UnknownVersion)),
            None => return Err(altered()),
        }
        if header.len() < HEADER_BYTES + TAG_BYTES {
            return Err(altered());
        }
        let body = header.split_off(HEADER_BYTES);
        let (key, nonce) = header.get(1..).and_then(<[u8]>::split_first_chunk).ok_or_else(altered)?;
        let (key, nonce) = (KeyId::from_bytes(*key), nonce.try_into().map_err(|_| altered())?);
        Ok(Self { header, key, nonce, body })
    }

    /// Returns the header of a text that is sealed with this key and nonce.
    pub(crate) fn header(key: KeyId, nonce: &[u8; NONCE_BYTES]) -> Vec<u8> {
        let mut header = Vec::with_capacity(HEADER_BYTES);
        header.push(VERSION);
        header.extend(key.as_bytes());
        header.extend(nonce);
        header
    }
}

/// Returns the id of the key that a sealed text names. Nothing vouches for it before the text has been opened.
///
/// # Errors
/// [`ErrorKind::Altered`] if it is no sealed text, [`ErrorKind::UnknownVersion`] if a newer program sealed it.
pub fn sealed_by(sealed: &str) -> Result<KeyId, Error> {
    Sealed::parse(sealed).map(|sealed| sealed.key)
}
