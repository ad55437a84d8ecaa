//! The secret that this crate makes.

use std::fmt;
use zeroize::Zeroize as _;

/// A token of a service; whoever has it is let in until it expires. Zeroed on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceToken(String);

impl ServiceToken {
    pub(crate) fn new(token: String) -> Self {
        Self(token)
    }

    /// Returns the token itself, for the program that asked for it. Review each call.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ServiceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceToken(redacted)")
    }
}

impl Drop for ServiceToken {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
