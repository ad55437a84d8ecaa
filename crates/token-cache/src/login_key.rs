//! Names the files of console sign-ins: the SHA-256 of the identity's ARN, where every other cache file is named by a
//! SHA-1.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// The name of the file of one console identity, without its extension: 64 lower-case hexadecimal digits. Neither
/// region nor profile is part of it, so that all profiles of an identity share one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginKey([u8; 32]);

impl LoginKey {
    /// Returns the key of a `login_session`: the SHA-256 of the ARN. White space around it does not count, as in the Go
    /// and Rust SDKs; the config parsers of the others have removed it before.
    ///
    /// ```
    /// use daypass_token_cache::LoginKey;
    /// let key = LoginKey::of("arn:aws:iam::0123456789012:user/Admin");
    /// assert_eq!(key.to_string(), "36db1d138ff460920374e4c3d8e01f53f9f73537e89c88d639f68393df0e2726");
    /// ```
    pub fn of(login_session: &str) -> Self {
        Self(Sha256::digest(login_session.trim().as_bytes()).into())
    }

    /// Parses a file name of 64 lower-case hexadecimal digits and `.json`; `None` for any other name.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let mut key = [0; 32];
        hex::decode_to_slice(name.strip_suffix(".json")?, &mut key).ok()?;
        // Upper-case digits decode as well, but name another file.
        Some(Self(key)).filter(|key| key.file_name() == name)
    }

    /// Returns the file name: the key and `.json`.
    pub fn file_name(&self) -> String {
        format!("{self}.json")
    }
}

impl fmt::Display for LoginKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
