//! One process at a time for each key; the others wait and then read what it wrote.

use crate::{Error, ErrorKind, Notice, Provider};
use daypass_token_cache::{Backoff, CacheKey, Lock};
use std::time::Duration;

/// How long a process waits for another's refresh. A refresh is a call or two with their retries; a person
/// at the keyboard should not wait longer to learn who holds things up.
const PATIENCE: Duration = Duration::from_secs(60);

impl Provider {
    /// The lock of a key. In a home that cannot be locked it holds nothing, and work goes on.
    pub(crate) async fn lock(&self, key: &CacheKey, what: &str) -> Result<Lock, Error> {
        let mut waits = Backoff::new(PATIENCE);
        loop {
            let error = match self.try_lock(key, what) {
                Ok(lock) => return Ok(lock),
                Err(error) => error,
            };
            let Some(wait) = waits.next() else {
                return Err(Error::new(
                    ErrorKind::Cache,
                    format!("another process is still busy with {what}"),
                )
                .with_source(error));
            };
            self.caller.sleep(wait).await;
        }
    }

    pub(crate) fn try_lock(&self, key: &CacheKey, what: &str) -> Result<Lock, daypass_token_cache::Error> {
        let lock = Lock::try_acquire(&self.folders.locks, key, what)?;
        if let Some(notice) = lock.notice() {
            self.tell(&Notice::Unlocked(notice.to_string()));
        }
        Ok(lock)
    }
}
