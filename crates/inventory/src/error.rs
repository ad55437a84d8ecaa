//! Why a listing was given up: the portal's error, and what would fix it.

use daypass_portal_client as portal;
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::Malformed;
use std::fmt;

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The access token is not (any longer) good: sign in again.
    SignIn,
    /// The service refused.
    Refused,
    /// No usable reply came, or none but "too many requests" for as long as one is waited for: try later.
    Network,
    /// A reply that this crate does not know.
    Unexpected,
}

/// A listing that was given up.
#[derive(Debug)]
pub struct Error {
    source: portal::Error,
    target: Option<SignInTarget>,
}

impl Error {
    pub(crate) fn with_target(self, target: Option<SignInTarget>) -> Self {
        Self { target, ..self }
    }

    /// What to do next.
    pub fn kind(&self) -> ErrorKind {
        match self.source.kind() {
            portal::ErrorKind::Unauthorized => ErrorKind::SignIn,
            portal::ErrorKind::Forbidden
            | portal::ErrorKind::NotFound
            | portal::ErrorKind::InvalidRequest => ErrorKind::Refused,
            portal::ErrorKind::Throttled
            | portal::ErrorKind::Unavailable
            | portal::ErrorKind::Malformed
            | portal::ErrorKind::Network => ErrorKind::Network,
            _ => ErrorKind::Unexpected,
        }
    }

    /// What would fix it: for [`ErrorKind::SignIn`] a new sign-in, where [`PortalSession::of`] was told to what.
    ///
    /// [`PortalSession::of`]: crate::PortalSession::of
    pub fn remedy(&self) -> Option<Remedy> {
        let target = self.target.clone().filter(|_| self.kind() == ErrorKind::SignIn);
        target.map(Remedy::SignInAgain)
    }

    /// The portal's own error.
    pub fn portal_error(&self) -> &portal::Error {
        &self.source
    }
}

impl From<portal::Error> for Error {
    fn from(source: portal::Error) -> Self {
        Self { source, target: None }
    }
}

impl From<Malformed> for Error {
    fn from(what: Malformed) -> Self {
        Self::from(portal::Error::from(what))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the accounts and roles cannot be listed")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
