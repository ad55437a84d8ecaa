//! Why a portal call did not give what it was made for: one kind per way of going on.

use daypass_transport as transport;
use daypass_transport::{Malformed, Response, ServiceError};
use std::fmt;

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The access token is not (any longer) good: refresh or sign in.
    Unauthorized,
    /// The user does not have this account or role.
    Forbidden,
    /// There is no such account or role.
    NotFound,
    /// The service did not accept what was sent.
    InvalidRequest,
    /// Too many calls: slower.
    Throttled,
    /// The service is broken (5xx): later.
    Unavailable,
    /// A reply came that is none of this service's, or lacks what it must have.
    Malformed,
    /// No reply came: see [`Error::transport_error`].
    Network,
    /// A refusal this crate does not know.
    Unexpected,
}

/// A portal call that failed.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Service(Box<ServiceError>),
    Transport(transport::Error),
    Malformed(Malformed),
    Token,
}

impl Error {
    /// What to do next.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The service's own words, where it answered.
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.cause {
            Cause::Service(error) => Some(error),
            Cause::Transport(_) | Cause::Malformed(_) | Cause::Token => None,
        }
    }

    /// The failure of the connection, where no reply came.
    pub fn transport_error(&self) -> Option<&transport::Error> {
        match &self.cause {
            Cause::Transport(error) => Some(error),
            Cause::Service(_) | Cause::Malformed(_) | Cause::Token => None,
        }
    }

    /// The access token cannot be one: signing in again is what helps.
    pub(crate) fn token() -> Self {
        Self { kind: ErrorKind::Unauthorized, cause: Cause::Token }
    }

    /// A reply whose status is not 2xx.
    pub(crate) fn refused(response: &Response) -> Self {
        let error = ServiceError::read(response);
        Self { kind: kind(&error), cause: Cause::Service(Box::new(error)) }
    }
}

impl From<transport::Error> for Error {
    fn from(error: transport::Error) -> Self {
        Self { kind: ErrorKind::Network, cause: Cause::Transport(error) }
    }
}

impl From<Malformed> for Error {
    fn from(what: Malformed) -> Self {
        Self { kind: ErrorKind::Malformed, cause: Cause::Malformed(what) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Service(error) => write!(f, "the access portal refused: {error}"),
            Cause::Transport(_) => f.write_str("the access portal could not be reached"),
            Cause::Malformed(what) => write!(f, "the access portal's reply is not usable: {what}"),
            Cause::Token => f.write_str("the access token holds characters that no access token has"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.transport_error().map(|error| error as _)
    }
}

/// By the AWS code, else by the status: `ForbiddenException` is in no model, but comes.
fn kind(error: &ServiceError) -> ErrorKind {
    match (error.code.as_deref().unwrap_or_default(), error.status) {
        (_, ..500) if error.is_html() => ErrorKind::Malformed,
        ("UnauthorizedException", _) => ErrorKind::Unauthorized,
        ("ForbiddenException" | "AccessDeniedException", _) => ErrorKind::Forbidden,
        ("ResourceNotFoundException", _) => ErrorKind::NotFound,
        ("InvalidRequestException" | "ValidationException", _) => ErrorKind::InvalidRequest,
        ("TooManyRequestsException" | "ThrottlingException", _) => ErrorKind::Throttled,
        (_, status) => kind_of_status(status),
    }
}

fn kind_of_status(status: u16) -> ErrorKind {
    match status {
        400 => ErrorKind::InvalidRequest,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        429 => ErrorKind::Throttled,
        500.. => ErrorKind::Unavailable,
        _ => ErrorKind::Unexpected,
    }
}
