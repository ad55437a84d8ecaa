//! Converts the tokens of a folder one by one, each under the lock of its session.

use crate::{Error, ErrorKind};
use daypass_token_cache::{CacheKey, Lock, SealError, Sealer, Store, Token};
use std::{path::Path, time::Duration};

/// What a conversion did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Converted {
    /// Tokens that were converted.
    pub tokens: usize,
    /// Registrations that were removed.
    pub registrations: usize,
    /// Tokens that stay as they are, with the reason: another process holds the lock, or the sealed text does not open.
    pub left: Vec<(CacheKey, String)>,
}

/// What is to become of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Sealed, by the current key.
    Sealed,
    /// In plain.
    Plain,
}

/// Where and how tokens are converted.
pub(crate) struct Place<'a> {
    /// Without a sealer: what is written is what was compared.
    pub(crate) store: &'a Store,
    pub(crate) locks: &'a Path,
    /// How long a lock is waited for.
    pub(crate) wait: Duration,
    pub(crate) pause: &'a dyn Fn(Duration),
}

impl Place<'_> {
    /// Converts one token; `false` if there is nothing to do. It is read, converted, converted back and compared, and then
    /// written; nobody who takes the lock stores another one meanwhile.
    pub(crate) fn convert(
        &self,
        key: &CacheKey,
        into: Wanted,
        sealer: &dyn Sealer,
        is_current: &dyn Fn(&Token) -> bool,
    ) -> Result<bool, Error> {
        let failed = |what: &str| Error::new(ErrorKind::Cache, what.to_owned());
        let mut sleep = |time| (self.pause)(time);
        let lock = Lock::acquire(self.locks, key, "sealing a session", self.wait, &mut sleep);
        let _lock = lock.map_err(|error| failed("another process uses it").with_source(error))?;
        let load =
            || self.store.load_token(key).map_err(|error| failed("it cannot be read").with_source(error));
        let Some(token) = load()? else { return Ok(false) };
        if is_current(&token) {
            return Ok(false);
        }
        let refused = |error: SealError| failed("what is sealed does not open").with_source(error);
        let plain = token.open(key, sealer).map_err(refused)?;
        let wanted = match into {
            Wanted::Plain => plain.clone(),
            Wanted::Sealed => plain.seal(key, sealer).map_err(refused)?,
        };
        if wanted.open(key, sealer).map_err(refused)? != plain {
            return Err(failed("it would not be read back as it is"));
        }
        // Other tools take no lock.
        if load()?.as_ref() != Some(&token) {
            return Err(failed("another tool has just changed it"));
        }
        self.store
            .save_token(key, &wanted)
            .map(|_| true)
            .map_err(|error| failed("it cannot be written").with_source(error))
    }
}
