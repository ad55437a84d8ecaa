//! Proof Key for Code Exchange (RFC 7636) and the OAuth state.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_sso_types::{CodeVerifier, Entropy};
use sha2::{Digest as _, Sha256};

const UNRESERVED: &[u8; 66] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// The secrets of one sign-in in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pkce {
    /// 64 characters of `A-Za-z0-9-._~`; goes out with the code alone.
    pub verifier: CodeVerifier,
    /// Base64url of the verifier's SHA-256 (method `S256`); goes into the URL.
    pub challenge: String,
    /// A random UUID that must come back with the code.
    pub state: String,
}

impl Pkce {
    /// Draws verifier and state. The entropy must be cryptographically secure.
    pub fn from_entropy(entropy: &dyn Entropy) -> Self {
        // Drawn at once: each draw is a call of the system.
        let mut bytes = [[0; 4]; 64];
        entropy.fill(bytes.as_flattened_mut());
        let verifier: String = bytes.into_iter().map(unreserved).collect();
        let challenge = challenge(&verifier);
        Self { verifier: CodeVerifier::new(verifier), challenge, state: uuid(entropy) }
    }
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// One of 66 characters from 32 bits: the bias, 2^-26, is beneath notice, and no source can make it loop.
fn unreserved(bytes: [u8; 4]) -> char {
    let index = u32::from_be_bytes(bytes) as usize % UNRESERVED.len();
    char::from(UNRESERVED.get(index).copied().expect("the index is a remainder"))
}

/// A random UUID (version 4, RFC 9562).
fn uuid(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let id = u128::from_be_bytes(bytes) & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let hex = format!("{id:032x}");
    let mut text = String::with_capacity(36);
    for (at, digit) in hex.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
