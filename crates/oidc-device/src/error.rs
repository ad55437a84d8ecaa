//! Why an OIDC call did not give what it was made for: one kind per way of going on.

use daypass_transport::{CallError, CallErrorKind, ServiceError};

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
    /// No reply came: see [`CallError::transport_error`].
    Network,
    /// A reply came that is none of this service's, or lacks what it must have.
    Malformed,
    /// A refusal this crate does not know.
    Unexpected,
}

/// An OIDC call that failed.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "the sign-in service";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Unavailable;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    /// By the AWS code; else by RFC 6749's `error`, which the AWS CLI does not look at.
    fn of(error: &ServiceError) -> Option<Self> {
        let by_code = error.code.as_deref().and_then(kind_of_code);
        by_code.or_else(|| error.oauth_error.as_deref().and_then(kind_of_oauth_error))
    }

    fn is_busy(self) -> bool {
        matches!(self, Self::Unavailable | Self::SlowDown)
    }
}

impl ErrorKind {
    /// Whether the service has said that the sign-in, code or refresh token is over: asking again gives the same.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::AccessDenied
                | Self::ExpiredToken
                | Self::InvalidClient
                | Self::InvalidGrant
                | Self::UnauthorizedClient
        )
    }
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
