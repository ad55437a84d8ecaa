//! The error of a portal call, by what the caller does next.

use daypass_transport::{CallError, CallErrorKind, ServiceError};

/// What the caller of a portal call does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The access token is invalid or no longer valid: refresh it or sign in.
    Unauthorized,
    /// The user does not have this account or role.
    Forbidden,
    /// The account or role does not exist.
    NotFound,
    /// The service rejected a parameter.
    InvalidRequest,
    /// The rate limit is exceeded: call less often.
    Throttled,
    /// The service fails (5xx): try again later.
    Unavailable,
    /// The reply is not the service's, or lacks a required member.
    Malformed,
    /// No reply came; see [`CallError::transport_error`].
    Network,
    /// The service refused with an unknown code.
    Unexpected,
}

/// The error of a portal call.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "the access portal";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Throttled;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    /// Returns the kind by the AWS code alone, since proxies send the same statuses. `ForbiddenException` is in no
    /// model of the service, but the service sends it.
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

/// Makes the error for an access token that is not valid in a header. A new sign-in gives another one.
pub(crate) fn bad_token() -> Error {
    Error::local(ErrorKind::Unauthorized, "the access token holds characters that no access token has")
}
