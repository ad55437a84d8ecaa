//! The keys of a vault: seals with the current one, opens with all.

use crate::{
    Error, ErrorKind, Key, KeyId, Opened, Place,
    format::{MAX_SECRET_BYTES, NONCE_BYTES, Sealed, TAG_BYTES},
    text::encode,
};
use daypass_sso_types::Entropy;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

/// The current key, which seals, and older ones, which only open.
#[derive(Debug, Clone)]
pub struct KeyRing {
    current: Key,
    /// The newest first.
    older: Vec<Key>,
}

impl KeyRing {
    /// Creates a ring of one key.
    pub fn new(current: Key) -> Self {
        Self { current, older: Vec::new() }
    }

    /// Returns the ring with this key in front: it seals from now on, and the others open what they sealed. Keep this ring
    /// before anything is sealed with the new key.
    #[must_use]
    pub fn rotated(&self, current: Key) -> Self {
        let mut older = vec![self.current.clone()];
        older.extend(self.older.iter().filter(|key| key.id() != self.current.id()).cloned());
        Self { current, older }
    }

    /// Returns the ring of the current key alone, for when [`KeyRing::reseal`] has nothing left to do.
    #[must_use]
    pub fn without_older(&self) -> Self {
        Self::new(self.current.clone())
    }

    /// Returns the key that seals.
    pub fn current(&self) -> &Key {
        &self.current
    }

    /// Returns the older keys, the newest first.
    pub fn older(&self) -> &[Key] {
        &self.older
    }

    /// Whether a key of this id is in the ring.
    pub fn has(&self, key: KeyId) -> bool {
        self.find(key).is_some()
    }

    /// Seals a secret for a place with the current key, as a text. The entropy must be cryptographically secure.
    ///
    /// # Errors
    /// [`ErrorKind::TooLong`] for more than 1 MiB.
    pub fn seal(&self, place: Place<'_>, secret: &[u8], entropy: &dyn Entropy) -> Result<String, Error> {
        let too_long = || Error::new(ErrorKind::TooLong);
        if secret.len() > MAX_SECRET_BYTES {
            return Err(too_long());
        }
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let mut sealed = Sealed::header(self.current.id(), &nonce);
        let associated = place.associated_data(&sealed);
        // With room for the tag, so that the secret is not copied to another place in memory.
        let mut body = Zeroizing::new(Vec::with_capacity(secret.len() + TAG_BYTES));
        body.extend(secret);
        cipher(&self.current)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), &mut *body)
            .map_err(|_| too_long())?;
        sealed.extend(body.iter());
        Ok(encode(&sealed))
    }

    /// Opens what any key of the ring sealed for this place.
    ///
    /// # Errors
    /// [`ErrorKind::Altered`], [`ErrorKind::UnknownKey`], [`ErrorKind::UnknownVersion`]. Nothing of the secret is returned.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Opened, Error> {
        let Sealed { header, key, nonce, body } = Sealed::parse(sealed)?;
        let key = self.find(key).ok_or_else(|| Error::unknown_key(key))?;
        let mut body = Zeroizing::new(body);
        let associated = Aad::from(place.associated_data(&header));
        let length = cipher(key)
            .open_in_place(Nonce::assume_unique_for_key(nonce), associated, body.as_mut_slice())
            .map_err(|_| Error::new(ErrorKind::Altered))?
            .len();
        body.truncate(length);
        Ok(Opened::new(body))
    }

    /// Seals with the current key what an older one sealed; `None` if the current key sealed it. What does not open is an
    /// error in both cases, so whoever has called this for everything knows that it opens.
    ///
    /// # Errors
    /// As [`KeyRing::open`].
    pub fn reseal(
        &self,
        place: Place<'_>,
        sealed: &str,
        entropy: &dyn Entropy,
    ) -> Result<Option<String>, Error> {
        let opened = self.open(place, sealed)?;
        if crate::sealed_by(sealed)? == self.current.id() {
            return Ok(None);
        }
        self.seal(place, opened.expose(), entropy).map(Some)
    }

    /// Returns the keys as one line of text, the current one first, for what keeps them. Zeroed on drop.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity((self.older.len() + 1) * 44));
        for key in std::iter::once(&self.current).chain(&self.older) {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(&Zeroizing::new(encode(key.expose())));
        }
        text
    }

    /// Takes a ring from the text that [`KeyRing::to_text`] made; white space around it is passed over, since programs that
    /// keep secrets print a newline behind them.
    ///
    /// # Errors
    /// [`ErrorKind::NotAKeyRing`].
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let mut keys =
            text.trim().split('.').map(|key| Key::from_text(key).ok_or(Error::new(ErrorKind::NotAKeyRing)));
        let current = keys.next().unwrap_or(Err(Error::new(ErrorKind::NotAKeyRing)))?;
        Ok(Self { current, older: keys.collect::<Result<_, _>>()? })
    }

    fn find(&self, key: KeyId) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.older).find(|found| found.id() == key)
    }
}

fn cipher(key: &Key) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.expose());
    LessSafeKey::new(key.expect("a key of 32 bytes is what ChaCha20-Poly1305 takes"))
}
