//! Signs out: removes the local files first, then revokes the tokens at AWS, so that it works offline too.

use crate::{Endpoints, Error, Provider, Session, SignInFile};
use daypass_portal_client::{self as portal, Client};
use daypass_sso_types::Region;
use daypass_token_cache as cache;
use daypass_transport::Service;

/// What a sign-out did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SignedOut {
    /// The number of files that were removed.
    pub removed: usize,
    /// The errors of files that could not be removed.
    pub kept: Vec<cache::Error>,
    /// The number of tokens that AWS has revoked.
    pub revoked: usize,
    /// Tokens that AWS has not revoked; each is valid at AWS until it expires.
    pub unrevoked: Vec<Unrevoked>,
}

/// A token whose file was removed and that AWS has not revoked.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unrevoked {
    /// The session's name, or another name for messages.
    pub label: String,
    /// The time at which the token expires.
    pub expires_at: std::time::SystemTime,
    /// The error of the call; `None` if the region of the token is unknown, so that no call was made.
    pub reason: Option<Error>,
}

impl Provider {
    /// Removes these files, then revokes their tokens at AWS. `endpoints` are used for tokens of sessions that the
    /// config does not have.
    ///
    /// ```
    /// use daypass_config_parse::Config;
    /// use daypass_credentials::{Endpoints, Error, Provider, Settings, SignedOut, SignOutScope};
    ///
    /// async fn sign_out_of_all(provider: &Provider, config: &Config<'_>) -> Result<SignedOut, Error> {
    ///     let settings = Settings::default();
    ///     let files = provider.sign_in_files(config, &settings, SignOutScope::All)?;
    ///     Ok(provider.sign_out(&files, &Endpoints::of(&settings, config, None)).await)
    /// }
    /// ```
    ///
    /// The files are removed when the future has been polled once; dropping it after that leaves tokens unrevoked.
    pub async fn sign_out(&self, files: &[SignInFile], endpoints: &Endpoints) -> SignedOut {
        let mut done = SignedOut::default();
        for file in files {
            match remove(file) {
                Ok(()) => done.removed += 1,
                Err(error) => done.kept.push(error),
            }
        }
        for file in files {
            let Some(token) = file.file.token() else { continue };
            match self.revoke(file, token, endpoints).await {
                Ok(()) => done.revoked += 1,
                Err(reason) => done.unrevoked.push(Unrevoked {
                    label: file.label.clone(),
                    expires_at: token.expires_at,
                    reason,
                }),
            }
        }
        done
    }

    async fn revoke(
        &self,
        file: &SignInFile,
        token: &cache::Token,
        endpoints: &Endpoints,
    ) -> Result<(), Option<Error>> {
        let session = file.session.as_ref();
        let said = token.region.as_deref().and_then(|region| Region::new(region).ok());
        let region = said.or_else(|| session.map(|session| session.region.clone())).ok_or(None)?;
        let endpoints = session.map_or(endpoints, |session: &Session| &session.endpoints);
        // A token that was got elsewhere is revoked at AWS.
        let is_bound = self.unbound(endpoints, &region, token).is_empty();
        let endpoints = if is_bound { endpoints } else { &Endpoints::default() };
        let endpoint = endpoints.endpoint(Service::Portal, &region)?;
        match Client::new(self.caller().clone(), endpoint).logout(&token.access_token).await {
            Ok(()) => Ok(()),
            // AWS no longer knows the token.
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized => Ok(()),
            Err(error) => {
                Err(Some(Error::new(crate::ErrorKind::Network, "AWS could not be told").with_source(error)))
            }
        }
    }
}

/// Removes the file; a folder in its place is set aside.
fn remove(found: &SignInFile) -> Result<(), cache::Error> {
    match found.file.path.is_dir() {
        true => found.file.set_aside().map(drop),
        false => found.file.remove().map(drop),
    }
}
