//! One process at a time for each key; the others wait and then read what it wrote.

use crate::{Error, ErrorKind, Notice, Provider};
use daypass_token_cache::{Backoff, CacheKey, Lock, REFRESH_LOCK_WAIT};

impl Provider {
    /// The lock of a key. In a home that cannot be locked it holds nothing, and work goes on.
    pub(crate) async fn lock(&self, key: &CacheKey, what: &str) -> Result<Lock, Error> {
        let mut waits = Backoff::new(REFRESH_LOCK_WAIT);
        loop {
            match self.try_lock(key, what) {
                Ok(lock) => return Ok(lock),
                Err(error) => self.wait_for(&mut waits, what, error).await?,
            }
        }
    }

    /// Waits before the next try, or says who holds the lock where there is none.
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
            self.tell(&Notice::Unlocked(notice.to_string()));
        }
        Ok(lock)
    }
}
