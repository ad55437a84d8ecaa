//! A plan as a credential provider of the AWS SDK for Rust, and a session as its token provider, behind the feature
//! `aws-sdk`.

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
        Self { provider: carried(provider), plan }
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

/// Gives an AWS SDK client the access token of one session, for the services that take it as a bearer token (those of
/// AWS Builder ID, such as CodeCatalyst). Renewed ahead of time, under the same promise as [`SdkCredentials`].
///
/// Hand it to `aws_config::ConfigLoader::token_provider`.
#[derive(Debug, Clone)]
pub struct SdkToken {
    provider: Provider,
    session: Session,
}

impl SdkToken {
    /// The access token of this session.
    pub fn new(provider: Provider, session: Session) -> Self {
        Self { provider: carried(provider), session }
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

/// With an executor behind it: the SDK drops futures.
fn carried(provider: Provider) -> Provider {
    match provider.exchanges().has_spawner() {
        true => provider,
        false => provider.with_spawner(Arc::new(TokioSpawn)),
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
