//! Credential and token providers for the AWS SDK for Rust (feature `aws-sdk`).

use crate::{Error, ErrorKind, Plan, Provider, Session, TokioSpawn};
use aws_credential_types::{
    Credentials, Token,
    provider::{
        ProvideCredentials,
        error::{CredentialsError, TokenError},
        future,
        token::ProvideToken,
    },
};
use std::sync::Arc;

/// The provider name that the SDK reports for the credentials.
const PROVIDER_NAME: &str = "daypass";

/// Gives an AWS SDK client the credentials of one plan, renewed before they expire and shared with every process.
///
/// Pass it to `aws_config::ConfigLoader::credentials_provider`. The SDK caches the credentials in memory as well.
///
/// The SDK drops the future at its operation timeout. A renewal of the session then goes on in the tokio runtime that
/// the SDK needs anyway, or with the provider's own [`Spawn`](crate::Spawn).
#[derive(Debug, Clone)]
pub struct SdkCredentials {
    provider: Provider,
    plan: Plan,
}

impl SdkCredentials {
    /// Creates a provider of the credentials of this plan.
    pub fn new(provider: Provider, plan: Plan) -> Self {
        Self { provider: with_executor(provider), plan }
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
                .provider_name(PROVIDER_NAME)
                .access_key_id(ours.access_key_id)
                .secret_access_key(ours.secret_access_key.expose());
            theirs.set_session_token(ours.session_token.map(|token| token.expose().to_owned()));
            theirs.set_expiry(ours.expires_at);
            theirs.set_account_id(ours.account_id.map(|id| id.as_str().into()));
            Ok(theirs.build())
        })
    }
}

/// Gives an AWS SDK client the access token of one session, for the services that take it as a bearer token (those of
/// AWS Builder ID, such as CodeCatalyst). The token is renewed before it expires; dropping the future does what
/// [`SdkCredentials`] says.
///
/// Pass it to `aws_config::ConfigLoader::token_provider`.
#[derive(Debug, Clone)]
pub struct SdkToken {
    provider: Provider,
    session: Session,
}

impl SdkToken {
    /// Creates a provider of the access token of this session.
    pub fn new(provider: Provider, session: Session) -> Self {
        Self { provider: with_executor(provider), session }
    }
}

impl ProvideToken for SdkToken {
    fn provide_token<'a>(&'a self) -> future::ProvideToken<'a>
    where
        Self: 'a,
    {
        future::ProvideToken::new(async {
            let token =
                self.provider.access_token(&self.session).await.map_err(|error| match error.kind() {
                    ErrorKind::LoginRequired | ErrorKind::TokenRefused => TokenError::not_loaded(error),
                    ErrorKind::Configuration => TokenError::invalid_configuration(error),
                    _ => TokenError::provider_error(error),
                })?;
            Ok(Token::new(token.access_token.expose(), Some(token.expires_at)))
        })
    }
}

/// Adds the tokio runtime as executor, if the provider has none: the SDK drops futures, and a renewal must go on.
fn with_executor(provider: Provider) -> Provider {
    match provider.exchanges().has_spawner() {
        true => provider,
        false => provider.with_spawner(Arc::new(TokioSpawn)),
    }
}

/// Maps an error to the SDK's: a missing sign-in is "not loaded", so that a provider chain goes on; a wrong
/// configuration ends the chain.
fn of_error(error: Error) -> CredentialsError {
    match error.kind() {
        ErrorKind::LoginRequired | ErrorKind::TokenRefused => CredentialsError::not_loaded(error),
        ErrorKind::Configuration => CredentialsError::invalid_configuration(error),
        _ => CredentialsError::provider_error(error),
    }
}
