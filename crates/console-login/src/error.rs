//! The error of a call of the sign-in service, by what the caller does next.

use daypass_transport::{CallError, CallErrorKind, Response, ServiceError};
use std::time::SystemTime;

/// The managed policy that lets an identity use this sign-in.
pub const MANAGED_POLICY: &str = "SignInLocalDevelopmentAccess";

/// What the caller of the sign-in service does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The authorization code is too old (`AUTHCODE_EXPIRED`): start the sign-in again.
    CodeExpired,
    /// The session has ended (`TOKEN_EXPIRED`): sign in.
    SessionEnded,
    /// The person's password or other credentials have changed (`USER_CREDENTIALS_CHANGED`): sign in with the new ones.
    CredentialsChanged,
    /// The identity may not use this sign-in (`INSUFFICIENT_PERMISSIONS`): an administrator attaches the managed policy
    /// [`MANAGED_POLICY`].
    InsufficientPermissions,
    /// The service denies access for another reason.
    AccessDenied,
    /// The service rejects the request (`INVALID_REQUEST`): a code or token that is used up or revoked, a token of
    /// another region, a proof with a wrong time (see [`CallError::clock_skew`]), or a wrong parameter. Read the stored
    /// session again before you conclude anything: another process may have renewed it.
    InvalidRequest,
    /// The reply to a request that may have used up its code or token was lost, and the request cannot be repeated, or
    /// its repetition was refused. Read the stored session again; if nobody has renewed it, sign in again.
    ReplyLost,
    /// The private key of the session is unusable: sign in again.
    InvalidKey,
    /// The service is overloaded: try again later.
    Throttled,
    /// The service fails (5xx): try again later.
    Unavailable,
    /// No reply came; see [`CallError::transport_error`].
    Network,
    /// The reply is not the service's, or lacks a required member.
    Malformed,
    /// The service refused with an unknown code.
    Unexpected,
}

/// The error of a call of the sign-in service.
pub type Error = CallError<ErrorKind>;

impl CallErrorKind for ErrorKind {
    const SERVICE: &'static str = "the AWS sign-in service";
    const NETWORK: Self = Self::Network;
    const MALFORMED: Self = Self::Malformed;
    const THROTTLED: Self = Self::Throttled;
    const UNAVAILABLE: Self = Self::Unavailable;
    const UNEXPECTED: Self = Self::Unexpected;

    /// Returns the kind by the member `error`, which alone tells an ended session from a missing permission; else by
    /// the code of the exception.
    fn of(error: &ServiceError) -> Option<Self> {
        let by_member = match error.oauth_error.as_deref() {
            Some("AUTHCODE_EXPIRED") => Some(Self::CodeExpired),
            Some("TOKEN_EXPIRED") => Some(Self::SessionEnded),
            Some("USER_CREDENTIALS_CHANGED") => Some(Self::CredentialsChanged),
            Some("INSUFFICIENT_PERMISSIONS") => Some(Self::InsufficientPermissions),
            Some("rate_exceeded") => Some(Self::Throttled),
            Some("server_error" | "service_unavailable") => Some(Self::Unavailable),
            _ => None,
        };
        let by_code = || match error.code.as_deref()? {
            "AccessDeniedException" => Some(Self::AccessDenied),
            "TooManyRequestsError" | "TooManyRequestsException" | "ThrottlingException" => {
                Some(Self::Throttled)
            }
            "InternalServerException" => Some(Self::Unavailable),
            "ValidationException" => Some(Self::InvalidRequest),
            _ => None,
        };
        let by_standard = || match error.oauth_error.as_deref()? {
            // A throttled request has this member, too; its code or its status says so.
            "INVALID_REQUEST" | "invalid_request" | "invalid_grant" if error.status != 429 => {
                Some(Self::InvalidRequest)
            }
            _ => None,
        };
        by_member.or_else(by_code).or_else(by_standard)
    }
}

impl ErrorKind {
    /// Whether the session has ended by the service's word, so that only a new sign-in helps. A refusal of a request
    /// ([`InvalidRequest`](Self::InvalidRequest)) is no such word: a token of another region is refused in the same way.
    pub fn is_over(self) -> bool {
        matches!(self, Self::SessionEnded | Self::CredentialsChanged)
    }
}

/// Reads the error of a reply whose status is not 2xx and that came at `now`.
pub(crate) fn refused(response: &Response, now: SystemTime) -> Error {
    Error::from_response(response).with_clock(response, now)
}
