//! Proof Key for Code Exchange (RFC 7636) and the OAuth state.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_sso_types::{CodeVerifier, Entropy};
use daypass_transport::uuid;
use sha2::{Digest as _, Sha256};

/// The characters of a code verifier (RFC 7636, section 4.1).
const UNRESERVED: &[u8; 66] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// The PKCE pair and the OAuth state of one sign-in in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pkce {
    /// The code verifier: 64 characters of `A-Za-z0-9-._~`. It is sent only with the authorization code.
    pub verifier: CodeVerifier,
    /// The code challenge in the authorize URL: base64url of the verifier's SHA-256 (method `S256`).
    pub challenge: String,
    /// The OAuth state: a random UUID that must come back with the code.
    pub state: String,
}

impl Pkce {
    /// Generates a verifier and a state. The entropy must be cryptographically secure.
    pub fn from_entropy(entropy: &dyn Entropy) -> Self {
        // One call for all bytes: each is a system call.
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

/// Chooses one of 66 characters by 32 bits. The bias of 2^-26 is negligible, and unlike rejection sampling it always
/// ends.
fn unreserved(bytes: [u8; 4]) -> char {
    let index = u32::from_be_bytes(bytes) as usize % UNRESERVED.len();
    char::from(UNRESERVED.get(index).copied().expect("the index is a remainder"))
}
