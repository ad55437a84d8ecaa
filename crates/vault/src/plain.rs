//! What of a cache folder is sealed and what is in plain, without a key.

use daypass_token_cache::{CacheFile, CacheKey, Content, Error, Store};

/// What of a cache folder is sealed and what is in plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remains {
    /// Tokens with a client in plain, which a vault seals.
    pub plain: Vec<CacheKey>,
    /// Tokens whose client and refresh token are sealed.
    pub sealed: Vec<CacheKey>,
    /// Files of registrations whose client is that of one of these tokens: they have its secret in plain.
    pub registrations: Vec<CacheFile>,
    /// Files with a refresh token and no client: those of editors, which keep the client in another file and would renew no
    /// more. A vault leaves them.
    pub of_others: Vec<CacheFile>,
}

/// Looks at a cache folder.
///
/// # Errors
/// The folder cannot be listed.
pub fn remains(store: &Store) -> Result<Remains, Error> {
    let files = store.cache_files()?;
    let clients: Vec<CacheKey> = files.iter().filter_map(|file| file.token()?.client_key()).collect();
    let mut remains = Remains::default();
    for file in files {
        match (&file.content, file.key()) {
            (Content::Token(token), Some(key)) if token.has_plain_renewal() => remains.plain.push(key),
            (Content::Token(token), Some(key)) if token.sealed.is_some() => remains.sealed.push(key),
            (Content::Token(token), _) if token.has_refresh_token() => remains.of_others.push(file),
            (Content::Registration(registration), _) => {
                let client = CacheKey::for_client(&registration.client_id, &registration.client_secret);
                if clients.contains(&client) {
                    remains.registrations.push(file);
                }
            }
            _ => {}
        }
    }
    Ok(remains)
}
