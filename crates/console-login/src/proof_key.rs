//! The private key of a session's DPoP proofs, as a value.

use crate::der;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use daypass_sso_types::DpopKey;
use std::fmt;
use zeroize::Zeroize as _;

/// The label of the PEM form that every AWS tool reads (RFC 7468, section 13).
const SEC1: &str = "EC PRIVATE KEY";
/// The label of the other PEM form (RFC 7468, section 10), which Rust's SDK refuses.
const PKCS8: &str = "PRIVATE KEY";

/// A P-256 key pair. It is made at sign-in, and signs a proof for every request of its session; the refresh token is
/// bound to it. `Debug` shows the public point, and the private number is zeroed on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct ProofKey {
    number: [u8; 32],
    coordinates: [[u8; 32]; 2],
}

impl ProofKey {
    /// Reads PEM text as AWS SDKs write it: SEC1 or PKCS#8, with line feeds or CRLF. Both need the public point. Whether
    /// the two halves belong together is not checked here; a [`Signer`](crate::Signer) does.
    ///
    /// # Errors
    /// Any other text. The message quotes nothing of it.
    pub fn from_pem(pem: &DpopKey) -> Result<Self, InvalidKey> {
        let mut decoded = [(SEC1, der::sec1 as fn(&[u8]) -> _), (PKCS8, der::pkcs8)]
            .into_iter()
            .filter_map(|(label, read)| Some((between(pem.expose(), label)?, read)));
        let (mut bytes, read) = decoded.next().ok_or(InvalidKey("it is not a private key in PEM"))?;
        let halves = read(&bytes);
        bytes.zeroize();
        Self::from_halves(halves)
    }

    /// Reads a PKCS#8 structure with the public point, as ring generates one.
    ///
    /// # Errors
    /// Any other bytes.
    pub fn from_pkcs8_der(bytes: &[u8]) -> Result<Self, InvalidKey> {
        Self::from_halves(der::pkcs8(bytes))
    }

    fn from_halves(halves: Option<der::Halves>) -> Result<Self, InvalidKey> {
        let (number, coordinates) =
            halves.ok_or(InvalidKey("it is not a P-256 key with its public point"))?;
        Ok(Self { number, coordinates })
    }

    /// Writes the key as the AWS CLI does, which every AWS SDK reads: SEC1 with curve and point, base64 in lines of 64
    /// characters, a line feed at the end.
    pub fn to_pem(&self) -> DpopKey {
        let mut bytes = der::to_sec1(&self.number, &self.coordinates);
        let mut base64 = STANDARD.encode(&bytes);
        bytes.zeroize();
        let mut pem = format!("-----BEGIN {SEC1}-----\n");
        for (at, character) in base64.char_indices() {
            if at > 0 && at % 64 == 0 {
                pem.push('\n');
            }
            pem.push(character);
        }
        base64.zeroize();
        pem += &format!("\n-----END {SEC1}-----\n");
        DpopKey::new(pem)
    }

    /// Returns the coordinates *x* and *y* of the public point, big-endian, always of 32 bytes (RFC 7518, section
    /// 6.2.1.2). awscrt leaves leading zeros off at sign-in and has them at refresh, so that some keys have two texts.
    pub fn coordinates(&self) -> &[[u8; 32]; 2] {
        &self.coordinates
    }

    /// Returns the private number, big-endian, for a [`Signer`](crate::Signer).
    pub fn private_number(&self) -> &[u8; 32] {
        &self.number
    }

    /// Returns the coordinates as a JSON Web Key has them: base64url, 43 characters each.
    pub(crate) fn encoded_coordinates(&self) -> [String; 2] {
        self.coordinates.map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate))
    }
}

impl Drop for ProofKey {
    fn drop(&mut self) {
        self.number.zeroize();
    }
}

impl fmt::Debug for ProofKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y] = self.encoded_coordinates();
        f.debug_struct("ProofKey").field("x", &x).field("y", &y).finish_non_exhaustive()
    }
}

/// The error for a text that is not a key for proofs. It quotes nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidKey(&'static str);

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the DPoP key of the session is not usable: {}", self.0)
    }
}

impl std::error::Error for InvalidKey {}

/// Decodes what stands between the lines of a label. White space in between does not count.
fn between(pem: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once(&format!("-----BEGIN {label}-----"))?;
    let (base64, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let mut base64: String = base64.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(&base64).ok();
    base64.zeroize();
    bytes
}
