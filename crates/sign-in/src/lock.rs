//! The sign-in lock: one sign-in at a time per session, among all processes that share the lock folder.

use crate::{Error, ErrorKind, Event, SignIn};
use daypass_token_cache::{Backoff, CacheKey, Lock, SIGN_IN_LOCK_WAIT};
use std::time::Duration;

impl SignIn<'_> {
    /// Takes the lock of this session, waiting for another process's sign-in to end. Dropping the future ends the wait.
    pub(crate) async fn lock(&self) -> Result<Lock, Error> {
        let key = CacheKey::for_sign_in(&self.session.token_key());
        let label = self.session.label();
        let what = format!("sign-in to {label}");
        let wait = self.options.timeout.unwrap_or(SIGN_IN_LOCK_WAIT);
        let mut waits = Backoff::new(wait);
        let mut is_reported = false;
        loop {
            let error = match Lock::try_acquire(&self.provider.folders().locks, &key, &what) {
                Ok(lock) => return Ok(lock),
                Err(error) => error,
            };
            if !is_reported {
                self.person.event(&Event::AnotherSignIn { holder: error.holder() });
                is_reported = true;
            }
            let Some(pause) = waits.next() else {
                let message = format!("timed out after {} waiting for another {what}", duration_text(wait));
                let error = Error::new(ErrorKind::AnotherSignIn, message).with_source(error);
                return Err(error.with_usual_remedy(self.session));
            };
            self.provider.caller().sleep(pause).await;
        }
    }
}

fn duration_text(time: Duration) -> String {
    let (minutes, seconds) = (time.as_secs() / 60, time.as_secs() % 60);
    match (minutes, seconds) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_in_minutes_and_seconds() {
        for (seconds, words) in
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (125, "2 min 5 s"), (600, "10 min")]
        {
            assert_eq!(duration_text(Duration::from_secs(seconds)), words);
        }
    }
}
