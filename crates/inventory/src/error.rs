//! The error of a listing: the portal's error, and the remedy.

use daypass_portal_client as portal;
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::Malformed;
use std::fmt;

/// Why a listing failed, grouped by what the caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The access token is not valid: sign in again.
    SignIn,
    /// The service refused the call.
    Refused,
    /// The service did not answer, answered unusably, or throttled every call for a minute: try again later.
    Network,
    /// The service gave a reply that this crate does not know.
    Unexpected,
}

/// The error of a listing that failed.
#[derive(Debug)]
pub struct Error {
    source: portal::Error,
    target: Option<SignInTarget>,
}

impl Error {
    pub(crate) fn with_target(self, target: Option<SignInTarget>) -> Self {
        Self { target, ..self }
    }

    /// Returns the kind, which says what the caller does next.
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

    /// Returns what would fix the failure: a new sign-in for [`ErrorKind::SignIn`], if [`PortalSession::of`] set a
    /// target.
    ///
    /// [`PortalSession::of`]: crate::PortalSession::of
    pub fn remedy(&self) -> Option<Remedy> {
        let target = self.target.clone().filter(|_| self.kind() == ErrorKind::SignIn);
        target.map(Remedy::SignInAgain)
    }

    /// Returns the portal client's error.
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
        f.write_str("cannot list the accounts and roles")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
