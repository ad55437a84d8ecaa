//! Stores the token of a sign-in and deletes the role credentials of the previous user.

use crate::{Error, ErrorKind, SignIn};
use daypass_credentials::{Provider, Session};
use daypass_oidc_device::{Grant, Registration};
use daypass_token_cache::{CacheKey, Token, TokenClient};

/// Owns what storing a token needs, so that an exchange can finish after its caller was dropped.
pub(crate) struct TokenWriter {
    provider: Provider,
    session: Session,
    former: Vec<CacheKey>,
}

impl SignIn<'_> {
    pub(crate) fn token_writer(&self) -> TokenWriter {
        TokenWriter {
            provider: self.provider.detached(),
            session: self.session.clone(),
            former: self.former.clone(),
        }
    }
}

impl TokenWriter {
    /// Stores the granted token with the client that can refresh it. Blocks on two syncs of the disk.
    pub(crate) fn store(&self, registration: &Registration, grant: Grant) -> Result<Token, Error> {
        let mut token = Token::new(grant.access_token, grant.expires_at);
        token.start_url = Some(self.session.start_url.as_str().to_owned());
        token.region = Some(self.session.region.as_str().to_owned());
        token.refresh_token = grant.refresh_token;
        token.client = Some(TokenClient {
            id: registration.client_id.clone(),
            secret: registration.client_secret.clone(),
            expires_at: Some(registration.expires_at),
        });
        for key in &self.former {
            self.provider.remove_role(key);
        }
        self.provider.store_token(&self.session, token).map_err(|error| {
            let label = self.session.label();
            Error::new(ErrorKind::Cache, format!("signed in to {label}, but the token could not be saved"))
                .with_source(error)
        })
    }
}
