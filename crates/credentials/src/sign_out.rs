//! Signing out: what is on this machine goes first, then AWS is told, so that it works offline too.

use crate::{Belonging, Endpoints, Error, Provider, Session};
use daypass_portal_client::{self as portal, Client};
use daypass_sso_types::Region;
use daypass_token_cache as cache;
use daypass_transport::Service;

/// What a sign-out did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SignedOut {
    /// How many files were removed.
    pub removed: usize,
    /// Files that could not be.
    pub kept: Vec<cache::Error>,
    /// How many tokens AWS was told of.
    pub revoked: usize,
    /// Tokens that AWS was not told of; each ends by itself.
    pub unrevoked: Vec<Unrevoked>,
}

/// A token that is gone from here and still good at AWS.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unrevoked {
    /// Whose it was.
    pub label: String,
    /// When it ends.
    pub expires_at: std::time::SystemTime,
    /// Why; without a reason nothing says in which region it was issued.
    pub reason: Option<Error>,
}

impl Provider {
    /// Removes these files, then tells AWS of the tokens that were in them. `endpoints` are for tokens of sessions
    /// that the config does not know.
    ///
    /// ```
    /// use daypass_config_parse::Config;
    /// use daypass_credentials::{Endpoints, Error, Provider, Settings, SignedOut, Whose};
    ///
    /// async fn sign_out_of_all(provider: &Provider, config: &Config<'_>) -> Result<SignedOut, Error> {
    ///     let settings = Settings::default();
    ///     let belongings = provider.belongings(config, &settings, Whose::Everybody)?;
    ///     Ok(provider.sign_out(&belongings, &Endpoints::of(&settings, config, None)).await)
    /// }
    /// ```
    ///
    /// The files are gone when the future has been polled once; dropping it after that leaves tokens that AWS was not
    /// told of.
    pub async fn sign_out(&self, belongings: &[Belonging], endpoints: &Endpoints) -> SignedOut {
        let mut done = SignedOut::default();
        for belonging in belongings {
            match remove(belonging) {
                Ok(()) => done.removed += 1,
                Err(error) => done.kept.push(error),
            }
        }
        for belonging in belongings {
            let Some(token) = belonging.token() else { continue };
            match self.revoke(belonging, token, endpoints).await {
                Ok(()) => done.revoked += 1,
                Err(reason) => done.unrevoked.push(Unrevoked {
                    label: belonging.label.clone(),
                    expires_at: token.expires_at,
                    reason,
                }),
            }
        }
        done
    }

    async fn revoke(
        &self,
        belonging: &Belonging,
        token: &cache::Token,
        endpoints: &Endpoints,
    ) -> Result<(), Option<Error>> {
        let session = belonging.session.as_ref();
        let said = token.region.as_deref().and_then(|region| Region::new(region).ok());
        let region = said.or_else(|| session.map(|session| session.region.clone())).ok_or(None)?;
        let endpoints = session.map_or(endpoints, |session: &Session| &session.endpoints);
        let endpoint = endpoints.endpoint(Service::Portal, &region)?;
        match Client::new(self.caller().clone(), endpoint).logout(&token.access_token).await {
            Ok(()) => Ok(()),
            // A token that AWS does not know any more needs no revoking.
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized => Ok(()),
            Err(error) => {
                Err(Some(Error::new(crate::ErrorKind::Network, "AWS could not be told").with_source(error)))
            }
        }
    }
}

/// What is no file cannot be removed as one; it goes out of the way.
fn remove(belonging: &Belonging) -> Result<(), cache::Error> {
    match belonging.entry.path.is_dir() {
        true => belonging.entry.set_aside().map(drop),
        false => belonging.entry.remove().map(drop),
    }
}
