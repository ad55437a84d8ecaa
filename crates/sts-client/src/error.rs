//! The error of an STS or console sign-in call, by what the caller does next.

use daypass_transport::{CallError, CallErrorKind, Malformed, Response, ServiceError};
use std::time::SystemTime;

/// What the caller of an STS call does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The credentials do not allow this call.
    AccessDenied,
    /// The credentials have expired: get new ones.
    ExpiredToken,
    /// The access key or the session token is unknown, or is of another partition.
    InvalidClientTokenId,
    /// AWS computes another signature for this request: usually the secret key is wrong.
    SignatureDoesNotMatch,
    /// The local clock is too far off for a signature; see [`CallError::clock_skew`].
    ClockSkew,
    /// A parameter is not valid.
    InvalidRequest,
    /// The rate limit is exceeded: call less often.
    Throttled,
    /// The service fails (5xx): try again later.
    Unavailable,
    /// The reply is not the service's, or lacks a required element.
    Malformed,
    /// No reply came; see [`CallError::transport_error`].
    Network,
    /// The service refused with an unknown code.
    Unexpected,
}

/// The error of an STS or console sign-in call.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "AWS";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Throttled;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    fn of(error: &ServiceError) -> Option<Self> {
        let says = |text: &str| error.message.as_ref().is_some_and(|message| message.contains(text));
        Some(match error.code.as_deref()? {
            // The latter two are of a web identity: its token is another identity provider's, or not for STS.
            "AccessDenied" | "AccessDeniedException" | "InvalidIdentityToken" | "IDPRejectedClaim" => {
                Self::AccessDenied
            }
            "ExpiredToken" | "ExpiredTokenException" => Self::ExpiredToken,
            "InvalidClientTokenId" | "UnrecognizedClientException" => Self::InvalidClientTokenId,
            "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => Self::ClockSkew,
            // AWS has one code for a wrong signature and for a wrong clock; only the message differs.
            "SignatureDoesNotMatch" | "InvalidSignatureException"
                if says("Signature expired") || says("Signature not yet current") =>
            {
                Self::ClockSkew
            }
            "SignatureDoesNotMatch" | "InvalidSignatureException" => Self::SignatureDoesNotMatch,
            "ValidationError" | "ValidationException" | "InvalidParameterValue" | "MissingParameter" => {
                Self::InvalidRequest
            }
            "Throttling" | "ThrottlingException" | "RequestLimitExceeded" | "TooManyRequestsException" => {
                Self::Throttled
            }
            _ => return None,
        })
    }
}

/// Reads the error of a reply whose status is not 2xx and that came at `now`.
pub(crate) fn refused(response: &Response, now: SystemTime) -> Error {
    Error::from_response(response).with_clock(response, now)
}

pub(crate) fn malformed(what: impl Into<String>) -> Error {
    Malformed::new(what).into()
}

/// Makes the error for a request that was not sent, because of its arguments.
pub(crate) fn request(what: &'static str) -> Error {
    Error::local(ErrorKind::InvalidRequest, what)
}
