//! Why an STS call did not give what it was made for: one kind per way of going on.

use daypass_transport::{CallError, CallErrorKind, Malformed, Response, ServiceError};
use std::time::SystemTime;

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// These credentials may not do this.
    AccessDenied,
    /// The credentials have ended: get new ones.
    ExpiredToken,
    /// The access key or the session token is unknown; or it is of another partition.
    InvalidClientTokenId,
    /// The signature is not the one that AWS makes of this request: a wrong secret key, as a rule.
    SignatureDoesNotMatch,
    /// The local clock is too far off for a signature: see [`CallError::clock_skew`].
    ClockSkew,
    /// What was asked for is not valid.
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

/// An STS or console sign-in call that failed.
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
            "AccessDenied" | "AccessDeniedException" => Self::AccessDenied,
            "ExpiredToken" | "ExpiredTokenException" => Self::ExpiredToken,
            "InvalidClientTokenId" | "UnrecognizedClientException" => Self::InvalidClientTokenId,
            "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => Self::ClockSkew,
            // One code for two faults; AWS tells them apart in words alone.
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

/// A reply whose status is not 2xx, which came at `now`.
pub(crate) fn refused(response: &Response, now: SystemTime) -> Error {
    Error::refused(response).with_clock(response, now)
}

pub(crate) fn malformed(what: impl Into<String>) -> Error {
    Malformed::new(what).into()
}

/// Nothing was sent, because of the arguments.
pub(crate) fn request(what: &'static str) -> Error {
    Error::local(ErrorKind::InvalidRequest, what)
}
