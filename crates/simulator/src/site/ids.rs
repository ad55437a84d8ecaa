//! Derives ids and secrets from a seed: equal worlds issue equal ones in equal order.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Twenty consonants that make no words and are hard to confuse (RFC 8628, section 6.1).
const USER_CODE: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// The alphabet of AWS's unique ids.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A source of ids that never repeats itself.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    seed: u64,
    count: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, count: 0 }
    }

    fn next(&mut self, label: &str) -> [u8; 32] {
        self.count += 1;
        digest(self.seed, &format!("{label} {}", self.count))
    }

    /// Returns an id for a reply, in the form of `x-amzn-requestid`; it is not secret, so it is not hashed.
    pub(crate) fn request_id(&mut self) -> String {
        self.count += 1;
        let spread =
            |salt: u64| (self.seed ^ salt).wrapping_add(self.count).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let text = format!("{:016x}{:016x}", spread(0x5851_F42D), spread(0x1405_7B7E).rotate_left(29));
        let part = |from, to| text.get(from..to).unwrap_or_default();
        format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
    }

    /// Returns an opaque text: base64url of this many bytes.
    pub(crate) fn opaque(&mut self, label: &str, bytes: usize) -> String {
        let mut all = Vec::with_capacity(bytes + 31);
        while all.len() < bytes {
            all.extend_from_slice(&self.next(label));
        }
        all.truncate(bytes);
        URL_SAFE_NO_PAD.encode(all)
    }

    /// Returns a user code such as `JMCM-TVWQ`.
    pub(crate) fn user_code(&mut self) -> String {
        let letters = letters(&self.next("user code"), USER_CODE, 8);
        let (left, right) = letters.split_at_checked(4).unwrap_or((&letters, ""));
        format!("{left}-{right}")
    }

    /// Returns a prefix such as `ASIA` and 16 characters.
    pub(crate) fn unique_id(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", letters(&self.next(prefix), BASE32, 16))
    }
}

/// Derives 16 hexadecimal digits from a text.
pub(crate) fn hex_of(seed: u64, text: &str) -> String {
    let mut text = hex::encode(digest(seed, text));
    text.truncate(16);
    text
}

/// Derives an id such as `AROA…` from a text.
pub(crate) fn unique_id_of(seed: u64, prefix: &str, text: &str) -> String {
    format!("{prefix}{}", letters(&digest(seed, text), BASE32, 17))
}

/// Derives a number below the limit from a text.
pub(crate) fn number_of(seed: u64, text: &str, limit: u64) -> u64 {
    let (first, _) =
        digest(seed, text).split_first_chunk::<8>().map_or(([0; 8], 0), |(first, _)| (*first, 0));
    u64::from_be_bytes(first) % limit.max(1)
}

fn digest(seed: u64, text: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed.to_be_bytes()).chain_update(text).finalize().into()
}

fn letters(bytes: &[u8], alphabet: &[u8], count: usize) -> String {
    let letter =
        |byte: &u8| alphabet.get(usize::from(*byte) % alphabet.len()).map_or('A', |&byte| char::from(byte));
    bytes.iter().take(count).map(letter).collect()
}
