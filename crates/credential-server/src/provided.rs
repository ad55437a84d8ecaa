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
        let (status, code) = match error.kind() {
            ErrorKind::LoginRequired | ErrorKind::TokenRefused => (403, "LoginRequired"),
            ErrorKind::Refused => (403, "AccessDenied"),
            ErrorKind::Network => (503, "ServiceUnavailable"),
            _ => (500, "InternalError"),
        };
        Self { status, code, message: error.to_string() }
    }
}
