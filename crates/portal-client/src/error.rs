//! Why a portal call did not give what it was made for: one kind per way of going on.

use daypass_transport::{CallError, CallErrorKind, ServiceError};

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
    /// No reply came: see [`CallError::transport_error`].
    Network,
    /// A refusal this crate does not know.
    Unexpected,
}

/// A portal call that failed.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "the access portal";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Throttled;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    /// By the AWS code alone: `ForbiddenException` is in no model, but comes. A status says nothing: proxies send it.
    fn of(error: &ServiceError) -> Option<Self> {
        Some(match error.code.as_deref()? {
            "UnauthorizedException" => Self::Unauthorized,
            "ForbiddenException" | "AccessDeniedException" => Self::Forbidden,
            "ResourceNotFoundException" => Self::NotFound,
            "InvalidRequestException" | "ValidationException" => Self::InvalidRequest,
            "TooManyRequestsException" | "ThrottlingException" | "SlowDownException" => Self::Throttled,
            _ => return None,
        })
    }
}

/// The access token cannot be one: signing in again is what helps.
pub(crate) fn bad_token() -> Error {
    Error::local(ErrorKind::Unauthorized, "the access token holds characters that no access token has")
}
