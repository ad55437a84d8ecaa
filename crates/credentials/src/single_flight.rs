//! Lets one process at a time work on each cache file; the other processes wait and then read what it wrote.

use crate::{Error, ErrorKind, Notice, Provider};
use daypass_token_cache::{Backoff, CacheKey, Lock};
use std::time::Duration;

impl Provider {
    /// Takes the lock of a key, and waits for it up to `at_most`. On a file system without locks the result holds none.
    pub(crate) async fn lock(&self, key: &CacheKey, what: &str, at_most: Duration) -> Result<Lock, Error> {
        let mut waits = Backoff::new(at_most);
        loop {
            match self.try_lock(key, what) {
                Ok(lock) => return Ok(lock),
                Err(error) => self.wait_for(&mut waits, what, error).await?,
            }
        }
    }

    /// Sleeps until the next attempt; after the last one, returns the error that names the holder of the lock.
    pub(crate) async fn wait_for(
        &self,
        waits: &mut Backoff,
        what: &str,
        error: daypass_token_cache::Error,
    ) -> Result<(), Error> {
        let Some(wait) = waits.next() else {
            let message = format!("another process is still busy with {what}");
            return Err(Error::new(ErrorKind::Cache, message).with_source(error));
        };
        self.caller.sleep(wait).await;
        Ok(())
    }

    pub(crate) fn try_lock(&self, key: &CacheKey, what: &str) -> Result<Lock, daypass_token_cache::Error> {
        let lock = Lock::try_acquire(&self.folders.locks, key, what)?;
        if let Some(notice) = lock.notice() {
            self.notify(&Notice::Unlocked(notice.to_string()));
        }
        Ok(lock)
    }
}
