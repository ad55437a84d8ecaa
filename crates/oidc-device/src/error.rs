//! The error of an OIDC call, by what the caller does next.

use daypass_transport::{CallError, CallErrorKind, ServiceError};

/// What the caller of an OIDC call does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The user has not decided yet: poll again.
    AuthorizationPending,
    /// The user has not decided yet, and polls come too often: poll every 5 s less often.
    SlowDown,
    /// The user denied the sign-in, or is not allowed to sign in.
    AccessDenied,
    /// The device code has expired: start again.
    ExpiredToken,
    /// The registration is unknown or has expired: register again.
    InvalidClient,
    /// The code or the refresh token is invalid or no longer valid: sign in again.
    InvalidGrant,
    /// The service rejected a parameter, such as the start URL or the redirect URI.
    InvalidRequest,
    /// A scope is unknown or not allowed.
    InvalidScope,
    /// This registration may not use this grant.
    UnauthorizedClient,
    /// The service is overloaded or failing (5xx, throttling): try again later.
    Unavailable,
    /// No reply came; see [`CallError::transport_error`].
    Network,
    /// The reply is not the service's, or lacks a required member.
    Malformed,
    /// The service refused with an unknown code.
    Unexpected,
}

/// The error of an OIDC call.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "the sign-in service";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Unavailable;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    /// Returns the kind by the AWS code, else by RFC 6749's `error`, which the AWS CLI ignores.
    fn of(error: &ServiceError) -> Option<Self> {
        let by_code = error.code.as_deref().and_then(kind_of_code);
        by_code.or_else(|| error.oauth_error.as_deref().and_then(kind_of_oauth_error))
    }

    fn is_busy(self) -> bool {
        matches!(self, Self::Unavailable | Self::SlowDown)
    }
}

impl ErrorKind {
    /// Whether the sign-in, code or refresh token is invalid for good, so that asking again gives the same answer.
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
