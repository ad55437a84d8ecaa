//! A role whose credentials come from `daypass-credentials`.

use crate::{Failure, FetchCredentials};
use daypass_credentials::{Error, ErrorKind, Plan, Provider};
use daypass_sso_types::Credentials;
use daypass_transport::BoxFuture;

/// Fetches the credentials of a plan from a [`Provider`].
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "a pair: a provider and a plan")]
pub struct ProvidedRole {
    /// The provider of credentials.
    pub provider: Provider,
    /// The plan of the role.
    pub plan: Plan,
}

impl FetchCredentials for ProvidedRole {
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>> {
        Box::pin(async { self.provider.credentials(&self.plan).await.map_err(|error| Failure::from(&error)) })
    }
}

/// Maps errors to 403 if a person has to act and to 503 if the error is temporary: SDKs only repeat requests for 503.
impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let (status, code) = status_and_code(error.kind());
        Self { status, code, message: error.to_string() }
    }
}

fn status_and_code(kind: ErrorKind) -> (u16, &'static str) {
    match kind {
        ErrorKind::LoginRequired | ErrorKind::TokenRefused => (403, "LoginRequired"),
        ErrorKind::Refused => (403, "AccessDenied"),
        ErrorKind::Network => (503, "ServiceUnavailable"),
        _ => (500, "InternalError"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_errors_have_another_status_than_those_for_a_person() {
        for (kind, expected) in [
            (ErrorKind::LoginRequired, (403, "LoginRequired")),
            (ErrorKind::TokenRefused, (403, "LoginRequired")),
            (ErrorKind::Refused, (403, "AccessDenied")),
            (ErrorKind::Network, (503, "ServiceUnavailable")),
            (ErrorKind::Configuration, (500, "InternalError")),
        ] {
            assert_eq!(status_and_code(kind), expected, "{kind:?}");
        }
    }
}
