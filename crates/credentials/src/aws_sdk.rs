//! A plan as a credential provider of the AWS SDK for Rust, behind the feature `aws-sdk`.

use crate::{Error, ErrorKind, Plan, Provider, TokioSpawn};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, error::CredentialsError, future},
};
use std::sync::Arc;

/// What the SDK says the credentials come from.
const NAME: &str = "daypass";

/// Gives an AWS SDK client the credentials of one plan, renewed ahead of time and shared with every process.
///
/// Hand it to `aws_config::ConfigLoader::credentials_provider`. The SDK caches in memory on top of it.
///
/// The SDK drops the future at its operation timeout. A renewal of the session that is under way then goes on by
/// itself on the tokio runtime that the SDK needs anyway, or on the provider's own [`Spawn`](crate::Spawn).
#[derive(Debug, Clone)]
pub struct SdkCredentials {
    provider: Provider,
    plan: Plan,
}

impl SdkCredentials {
    /// The credentials of this plan.
    pub fn new(provider: Provider, plan: Plan) -> Self {
        let provider = match provider.exchanges().has_spawner() {
            true => provider,
            false => provider.with_spawner(Arc::new(TokioSpawn)),
        };
        Self { provider, plan }
    }
}

impl ProvideCredentials for SdkCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let ours = self.provider.credentials(&self.plan).await.map_err(of_error)?;
            let mut theirs = Credentials::builder()
                .provider_name(NAME)
                .access_key_id(ours.access_key_id)
                .secret_access_key(ours.secret_access_key.expose());
            theirs.set_session_token(ours.session_token.map(|token| token.expose().to_owned()));
            theirs.set_expiry(ours.expires_at);
            theirs.set_account_id(ours.account_id.map(|id| id.as_str().into()));
            Ok(theirs.build())
        })
    }
}

/// A missing sign-in is "not loaded", so that a chain may go on; a wrong configuration must not be passed over.
fn of_error(error: Error) -> CredentialsError {
    match error.kind() {
        ErrorKind::LoginRequired | ErrorKind::TokenRefused => CredentialsError::not_loaded(error),
        ErrorKind::Configuration => CredentialsError::invalid_configuration(error),
        _ => CredentialsError::provider_error(error),
    }
}
