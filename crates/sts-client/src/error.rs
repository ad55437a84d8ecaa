//! Why an STS call did not give what it was made for: one kind per way of going on.

use daypass_transport as transport;
use daypass_transport::{Malformed, Response, ServiceError, clock_skew};
use std::{fmt, time::SystemTime};

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
    /// The local clock is too far off for a signature: see [`Error::clock_skew`].
    ClockSkew,
    /// What was asked for is not valid.
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

/// An STS or console sign-in call that failed.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    cause: Cause,
    clock_skew: Option<i64>,
}

#[derive(Debug)]
enum Cause {
    Service(Box<ServiceError>),
    Transport(transport::Error),
    Malformed(Malformed),
    Request(&'static str),
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
            Cause::Transport(_) | Cause::Malformed(_) | Cause::Request(_) => None,
        }
    }

    /// The failure of the connection, where no reply came.
    pub fn transport_error(&self) -> Option<&transport::Error> {
        match &self.cause {
            Cause::Transport(error) => Some(error),
            Cause::Service(_) | Cause::Malformed(_) | Cause::Request(_) => None,
        }
    }

    /// How many seconds the service's clock is ahead of ours (negative: behind), where it refused and said.
    pub fn clock_skew(&self) -> Option<i64> {
        self.clock_skew
    }

    pub(crate) fn malformed(what: impl Into<String>) -> Self {
        Malformed::new(what).into()
    }

    /// Nothing was sent, because of the arguments.
    pub(crate) fn request(what: &'static str) -> Self {
        Self { kind: ErrorKind::InvalidRequest, cause: Cause::Request(what), clock_skew: None }
    }

    /// A reply whose status is not 2xx.
    pub(crate) fn refused(response: &Response, now: SystemTime) -> Self {
        let error = ServiceError::read(response);
        Self {
            kind: kind(&error),
            cause: Cause::Service(Box::new(error)),
            clock_skew: clock_skew(response, now),
        }
    }
}

impl From<transport::Error> for Error {
    fn from(error: transport::Error) -> Self {
        Self { kind: ErrorKind::Network, cause: Cause::Transport(error), clock_skew: None }
    }
}

impl From<Malformed> for Error {
    fn from(what: Malformed) -> Self {
        Self { kind: ErrorKind::Malformed, cause: Cause::Malformed(what), clock_skew: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Service(error) => write!(f, "AWS refused: {error}"),
            Cause::Transport(_) => f.write_str("AWS could not be reached"),
            Cause::Malformed(what) => write!(f, "the reply of AWS is not usable: {what}"),
            Cause::Request(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.transport_error().map(|error| error as _)
    }
}

fn kind(error: &ServiceError) -> ErrorKind {
    let says = |text: &str| error.message.as_ref().is_some_and(|message| message.contains(text));
    match (error.code.as_deref().unwrap_or_default(), error.status) {
        (_, ..500) if error.is_html() => ErrorKind::Malformed,
        ("AccessDenied" | "AccessDeniedException", _) => ErrorKind::AccessDenied,
        ("ExpiredToken" | "ExpiredTokenException", _) => ErrorKind::ExpiredToken,
        ("InvalidClientTokenId" | "UnrecognizedClientException", _) => ErrorKind::InvalidClientTokenId,
        ("RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture", _) => ErrorKind::ClockSkew,
        ("SignatureDoesNotMatch" | "InvalidSignatureException", _) => {
            // One code for two faults; AWS tells them apart in words alone.
            if says("Signature expired") || says("Signature not yet current") {
                ErrorKind::ClockSkew
            } else {
                ErrorKind::SignatureDoesNotMatch
            }
        }
        ("ValidationError" | "ValidationException" | "InvalidParameterValue" | "MissingParameter", _) => {
            ErrorKind::InvalidRequest
        }
        ("Throttling" | "ThrottlingException" | "RequestLimitExceeded" | "TooManyRequestsException", _)
        | (_, 429) => ErrorKind::Throttled,
        (_, 500..) => ErrorKind::Unavailable,
        _ => ErrorKind::Unexpected,
    }
}
