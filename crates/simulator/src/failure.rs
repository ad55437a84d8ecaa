//! Errors of requests: AWS's names, HTTP statuses and OAuth codes. Each service writes them in its own format.

use std::borrow::Cow;

/// A kind of error: AWS's name, the HTTP status, and the OAuth code, if it has one.
///
/// Names, statuses and codes are those of the service models of sso-oidc, sso, sts and signin (2019-06-10, 2011-06-15,
/// 2023-01-01).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    pub(crate) oauth: &'static str,
}

const fn kind(name: &'static str, status: u16, oauth: &'static str) -> Kind {
    Kind { name, status, oauth }
}

pub(crate) const ACCESS_DENIED: Kind = kind("AccessDeniedException", 400, "access_denied");
pub(crate) const AUTHORIZATION_PENDING: Kind =
    kind("AuthorizationPendingException", 400, "authorization_pending");
pub(crate) const EXPIRED_TOKEN: Kind = kind("ExpiredTokenException", 400, "expired_token");
pub(crate) const INVALID_CLIENT: Kind = kind("InvalidClientException", 401, "invalid_client");
pub(crate) const INVALID_CLIENT_METADATA: Kind =
    kind("InvalidClientMetadataException", 400, "invalid_client_metadata");
pub(crate) const INVALID_GRANT: Kind = kind("InvalidGrantException", 400, "invalid_grant");
pub(crate) const INVALID_REDIRECT_URI: Kind =
    kind("InvalidRedirectUriException", 400, "invalid_redirect_uri");
pub(crate) const INVALID_REQUEST: Kind = kind("InvalidRequestException", 400, "invalid_request");
pub(crate) const INVALID_SCOPE: Kind = kind("InvalidScopeException", 400, "invalid_scope");
pub(crate) const SERVER_ERROR: Kind = kind("InternalServerException", 500, "server_error");
pub(crate) const SLOW_DOWN: Kind = kind("SlowDownException", 400, "slow_down");
pub(crate) const UNAUTHORIZED_CLIENT: Kind = kind("UnauthorizedClientException", 400, "unauthorized_client");
pub(crate) const UNSUPPORTED_GRANT_TYPE: Kind =
    kind("UnsupportedGrantTypeException", 400, "unsupported_grant_type");

// Those of the console's sign-in: one exception for four reasons, which only the member `error` tells apart.
pub(crate) const AUTHCODE_EXPIRED: Kind = kind("AccessDeniedException", 401, "AUTHCODE_EXPIRED");
pub(crate) const INSUFFICIENT_PERMISSIONS: Kind =
    kind("AccessDeniedException", 403, "INSUFFICIENT_PERMISSIONS");
pub(crate) const SIGNIN_INVALID_REQUEST: Kind = kind("ValidationException", 400, "INVALID_REQUEST");
pub(crate) const TOKEN_EXPIRED: Kind = kind("AccessDeniedException", 401, "TOKEN_EXPIRED");
pub(crate) const USER_CREDENTIALS_CHANGED: Kind =
    kind("AccessDeniedException", 403, "USER_CREDENTIALS_CHANGED");

pub(crate) const UNAUTHORIZED: Kind = kind("UnauthorizedException", 401, "");
/// Not in the model, but what the portal sends for a role that is not assigned (docs/evidence/portal.md#errors).
pub(crate) const FORBIDDEN: Kind = kind("ForbiddenException", 403, "");
pub(crate) const NOT_FOUND: Kind = kind("ResourceNotFoundException", 404, "");
pub(crate) const TOO_MANY_REQUESTS: Kind = kind("TooManyRequestsException", 429, "");
pub(crate) const UNKNOWN_OPERATION: Kind = kind("UnknownOperationException", 404, "");

/// An error that a service replies with.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    name: Cow<'static, str>,
    status: u16,
    oauth: &'static str,
    message: String,
}

impl Kind {
    pub(crate) fn because(self, message: impl Into<String>) -> Failure {
        let Self { name, status, oauth } = self;
        Failure { name: Cow::Borrowed(name), status, oauth, message: message.into() }
    }
}

impl Failure {
    /// Creates an error of a service whose codes are not in the table above.
    pub(crate) fn new(name: &'static str, status: u16, message: impl Into<String>) -> Self {
        kind(name, status, "").because(message)
    }

    /// Creates an error with any code.
    pub(crate) fn coded(code: &str, status: u16, message: impl Into<String>) -> Self {
        Self { name: Cow::Owned(code.to_owned()), status, oauth: "", message: message.into() }
    }

    /// Returns AWS's name of the error.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// Returns the OAuth code; empty if there is none.
    pub(crate) fn oauth(&self) -> &'static str {
        self.oauth
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}
