//! What is kept of a sign-in: the token; and what goes: the role credentials of whoever was signed in before.

use crate::{Error, ErrorKind, SignIn};
use daypass_credentials::{Provider, Session};
use daypass_oidc_device::{Grant, Registration};
use daypass_token_cache::{CacheKey, Token, TokenClient};

/// Everything that storing takes, so that it can go on when nobody waits for it any more.
pub(crate) struct Keeper {
    provider: Provider,
    session: Session,
    former: Vec<CacheKey>,
}

impl SignIn<'_> {
    pub(crate) fn keeper(&self) -> Keeper {
        Keeper {
            provider: self.provider.detached(),
            session: self.session.clone(),
            former: self.former.clone(),
        }
    }
}

impl Keeper {
    /// Stores the token. The file's two syncs are on the calling thread.
    pub(crate) fn keep(&self, registration: &Registration, grant: Grant) -> Result<Token, Error> {
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
            self.provider.forget_role(key);
        }
        self.provider.store_token(&self.session, token).map_err(|error| {
            let label = self.session.label();
            Error::new(ErrorKind::Cache, format!("signed in to {label}, but the token could not be saved"))
                .with_source(error)
        })
    }
}
