//! Remembers the endpoints that were in force when a client was registered, so that its tokens go to no others.

use crate::{CacheKey, Error, Token};
use daypass_files::{Saved, WritePolicy, read_private, write_unlinked};
use daypass_sso_types::ClientSecret;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The longest file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// A folder of daypass's own with one small file for each client registration: the origins of the endpoints, other than
/// AWS's own, that were in force when it was made. The file's name is a digest of the client; no secret is in it. A
/// console sign-in has the key of its proofs in the place of a client's secret: it stays for as long as the sign-in.
///
/// A token file names its client, and every AWS tool that renews a token keeps the client. So what is known of a client
/// holds for each of its tokens, whoever renewed it; members of our own in the token file would be lost.
///
/// ```
/// use daypass_sso_types::ClientSecret;
/// use daypass_token_cache::ClientEndpoints;
///
/// # let folder = tempfile::tempdir()?;
/// let (clients, secret) = (ClientEndpoints::at(folder.path()), ClientSecret::new("secret"));
/// assert_eq!(clients.of("id", &secret), None);
/// clients.remember("id", &secret, &["https://sso.internal".to_owned()])?;
/// assert_eq!(clients.of("id", &secret), Some(vec!["https://sso.internal".to_owned()]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ClientEndpoints {
    folder: PathBuf,
}

impl ClientEndpoints {
    /// Uses this folder, which is created when the first client is remembered.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Returns the origins that are remembered of a client, such as `https://sso.internal:8443`; `None` for a client that
    /// is not remembered, and no origin if the file cannot be read.
    pub fn of(&self, id: &str, secret: &ClientSecret) -> Option<Vec<String>> {
        self.of_key(&CacheKey::for_client(id, secret))
    }

    /// Returns what [`ClientEndpoints::of`] does, of the client with this digest ([`Token::client_key`]).
    pub fn of_key(&self, client: &CacheKey) -> Option<Vec<String>> {
        let file = read_private(&self.path(client), MAX_BYTES).transpose()?;
        let known = file.ok().and_then(|file| serde_json::from_slice::<Value>(&file.bytes).ok());
        let list = known.as_ref().and_then(|known| known.get("endpoints")?.as_array());
        Some(list.into_iter().flatten().filter_map(|url| url.as_str().map(str::to_owned)).collect())
    }

    /// Returns the origins that are remembered of the client of a token; `None` if it has none, too.
    pub fn of_token(&self, token: &Token) -> Option<Vec<String>> {
        token.client_key().and_then(|client| self.of_key(&client))
    }

    /// Returns those of these origins at which a client may not be used, because they are not remembered of it. A client
    /// that is not remembered may be used anywhere: another tool may have registered it.
    pub fn refuse(&self, id: &str, secret: &ClientSecret, origins: Vec<String>) -> Vec<String> {
        self.refuse_key(&CacheKey::for_client(id, secret), origins)
    }

    /// Returns what [`ClientEndpoints::refuse`] does, of the client with this digest ([`Token::client_key`]).
    pub fn refuse_key(&self, client: &CacheKey, mut origins: Vec<String>) -> Vec<String> {
        let known = self.of_key(client);
        origins.retain(|origin| known.as_ref().is_some_and(|known| !known.contains(origin)));
        origins
    }

    /// Remembers the origins of a client that is not remembered yet, such as that of another tool at its first use.
    ///
    /// # Errors
    /// The file cannot be written; the client stays as it is.
    pub fn bind(&self, id: &str, secret: &ClientSecret, origins: &[String]) -> Result<(), Error> {
        if self.of(id, secret).is_none() { self.remember(id, secret, origins).map(drop) } else { Ok(()) }
    }

    /// Remembers the origins of a client, in place of what was remembered of it. The file is not synced.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn remember(&self, id: &str, secret: &ClientSecret, origins: &[String]) -> Result<Saved, Error> {
        let text = json!({ "endpoints": origins }).to_string();
        Ok(write_unlinked(
            &self.path(&CacheKey::for_client(id, secret)),
            text.as_bytes(),
            WritePolicy::Refetchable,
        )?)
    }

    fn path(&self, client: &CacheKey) -> PathBuf {
        self.folder.join(client.file_name())
    }
}
