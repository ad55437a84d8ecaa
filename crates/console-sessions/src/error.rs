//! Why a session was not revoked, by what the caller does next.

use daypass_login_session as login_session;
use daypass_sts_client as sts;
use std::{error, fmt};

/// What the caller of [`revoke`](crate::revoke) does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The keys of the sign-in could not be had.
    Keys,
    /// The identity may not list or revoke its sessions: an administrator revokes it, or it ends by itself.
    Denied,
    /// The session of the sign-in could not be told among several.
    NotFound,
    /// AWS could not be reached: try again.
    Network,
    /// Any other refusal of AWS.
    Service,
}

/// Why a session was not revoked.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn not_found(message: &str) -> Self {
        Self { kind: ErrorKind::NotFound, message: message.to_owned(), source: None }
    }

    pub(crate) fn no_endpoint(error: Box<dyn error::Error + Send + Sync>) -> Self {
        let message = "the endpoint of the sign-in service cannot be used".to_owned();
        Self { kind: ErrorKind::Service, message, source: Some(error) }
    }

    /// Returns the kind, which says what the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl From<login_session::Error> for Error {
    fn from(error: login_session::Error) -> Self {
        let message = "the session could not be revoked without its keys".to_owned();
        Self { kind: ErrorKind::Keys, message, source: Some(Box::new(error)) }
    }
}

impl From<sts::Error> for Error {
    fn from(error: sts::Error) -> Self {
        let (kind, message) = match error.kind() {
            sts::ErrorKind::AccessDenied => {
                (ErrorKind::Denied, "the identity may not revoke its sessions (signin:BatchRevokeSessions)")
            }
            sts::ErrorKind::Network | sts::ErrorKind::Unavailable | sts::ErrorKind::Throttled => {
                (ErrorKind::Network, "AWS could not be asked to revoke the session")
            }
            _ => (ErrorKind::Service, "AWS did not revoke the session"),
        };
        Self { kind, message: message.to_owned(), source: Some(Box::new(error)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
