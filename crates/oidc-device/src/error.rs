//! Why an OIDC call did not give what it was made for: one kind per way of going on.

use daypass_transport as transport;
use daypass_transport::{Malformed, Response, ServiceError};
use std::fmt;

/// What a caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The user has not decided yet: poll again.
    AuthorizationPending,
    /// The same, and poll less often.
    SlowDown,
    /// The user said no, or may not.
    AccessDenied,
    /// The device code is too old: start again.
    ExpiredToken,
    /// The registration is unknown or has expired: register again.
    InvalidClient,
    /// The code or the refresh token is not good (any more): sign in again.
    InvalidGrant,
    /// The service did not accept what was sent, the start URL or the redirect URI among it.
    InvalidRequest,
    /// A scope is unknown or not allowed.
    InvalidScope,
    /// This registration may not use this grant.
    UnauthorizedClient,
    /// The service is overloaded or broken (5xx, throttling): later.
    Unavailable,
    /// No reply came: see [`Error::transport_error`].
    Network,
    /// A reply came that is none of this service's, or lacks what it must have.
    Malformed,
    /// A refusal this crate does not know.
    Unexpected,
}

/// An OIDC call that failed.
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
    Deadline,
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
            Cause::Transport(_) | Cause::Malformed(_) | Cause::Deadline => None,
        }
    }

    /// The failure of the connection, where no reply came.
    pub fn transport_error(&self) -> Option<&transport::Error> {
        match &self.cause {
            Cause::Transport(error) => Some(error),
            Cause::Service(_) | Cause::Malformed(_) | Cause::Deadline => None,
        }
    }

    /// The device code ran out by our own clock.
    pub(crate) fn deadline() -> Self {
        Self { kind: ErrorKind::ExpiredToken, cause: Cause::Deadline }
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
            Cause::Service(error) => write!(f, "the sign-in service refused: {error}"),
            Cause::Transport(_) => f.write_str("the sign-in service could not be reached"),
            Cause::Malformed(what) => write!(f, "the sign-in service's reply is not usable: {what}"),
            Cause::Deadline => f.write_str("the sign-in was not confirmed in time"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.transport_error().map(|error| error as _)
    }
}

/// By the AWS code; else by RFC 6749's `error`, which the AWS CLI does not look at; else by the status.
fn kind(error: &ServiceError) -> ErrorKind {
    if error.is_html() {
        return if error.status >= 500 { ErrorKind::Unavailable } else { ErrorKind::Malformed };
    }
    let by_code = error.code.as_deref().and_then(kind_of_code);
    let by_oauth = || error.oauth_error.as_deref().and_then(kind_of_oauth_error);
    by_code.or_else(by_oauth).unwrap_or(match error.status {
        429 | 500.. => ErrorKind::Unavailable,
        _ => ErrorKind::Unexpected,
    })
}

fn kind_of_code(code: &str) -> Option<ErrorKind> {
    Some(match code {
        "AuthorizationPendingException" => ErrorKind::AuthorizationPending,
        "SlowDownException" => ErrorKind::SlowDown,
        "AccessDeniedException" => ErrorKind::AccessDenied,
        "ExpiredTokenException" => ErrorKind::ExpiredToken,
        "InvalidClientException" => ErrorKind::InvalidClient,
        "InvalidGrantException" => ErrorKind::InvalidGrant,
        "InvalidRequestException"
        | "InvalidRequestRegionException"
        | "InvalidClientMetadataException"
        | "InvalidRedirectUriException" => ErrorKind::InvalidRequest,
        "InvalidScopeException" => ErrorKind::InvalidScope,
        "UnauthorizedClientException" | "UnsupportedGrantTypeException" => ErrorKind::UnauthorizedClient,
        "InternalServerException" | "ThrottlingException" | "TooManyRequestsException" => {
            ErrorKind::Unavailable
        }
        _ => return None,
    })
}

fn kind_of_oauth_error(error: &str) -> Option<ErrorKind> {
    Some(match error {
        "authorization_pending" => ErrorKind::AuthorizationPending,
        "slow_down" => ErrorKind::SlowDown,
        "access_denied" => ErrorKind::AccessDenied,
        "expired_token" => ErrorKind::ExpiredToken,
        "invalid_client" => ErrorKind::InvalidClient,
        "invalid_grant" => ErrorKind::InvalidGrant,
        "invalid_request" | "invalid_client_metadata" | "invalid_redirect_uri" => ErrorKind::InvalidRequest,
        "invalid_scope" => ErrorKind::InvalidScope,
        "unauthorized_client" | "unsupported_grant_type" => ErrorKind::UnauthorizedClient,
        "server_error" | "temporarily_unavailable" => ErrorKind::Unavailable,
        _ => return None,
    })
}
