//! A role whose credentials the credentials crate gives.

use crate::{Failure, FetchCredentials};
use daypass_credentials::{Error, ErrorKind, Plan, Provider};
use daypass_sso_types::Credentials;
use daypass_transport::BoxFuture;

/// A role of a [`Provider`].
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "a pair: who gives credentials, and which")]
pub struct ProvidedRole {
    /// Gives the credentials.
    pub provider: Provider,
    /// Which ones.
    pub plan: Plan,
}

impl FetchCredentials for ProvidedRole {
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>> {
        Box::pin(async { self.provider.credentials(&self.plan).await.map_err(|error| Failure::from(&error)) })
    }
}

/// 403 for what a person has to settle, 503 for what passes: SDKs repeat the one and not the other.
impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let (status, code) = answer(error.kind());
        Self { status, code, message: error.to_string() }
    }
}

fn answer(kind: ErrorKind) -> (u16, &'static str) {
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
    fn what_passes_is_told_from_what_a_person_settles() {
        for (kind, expected) in [
            (ErrorKind::LoginRequired, (403, "LoginRequired")),
            (ErrorKind::TokenRefused, (403, "LoginRequired")),
            (ErrorKind::Refused, (403, "AccessDenied")),
            (ErrorKind::Network, (503, "ServiceUnavailable")),
            (ErrorKind::Configuration, (500, "InternalError")),
        ] {
            assert_eq!(answer(kind), expected, "{kind:?}");
        }
    }
}
