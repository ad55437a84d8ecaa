//! Asks the service whether a session still lives.

use crate::{Error, LoginProfile, LoginSessions, login_sessions::unrenewable};
use daypass_token_cache::{LoginEntry, LoginKey};

impl LoginSessions {
    /// Refreshes a session although its keys may be valid, and returns what its file holds then: only a refresh shows whether
    /// AWS has ended the session, since keys that are out are good to their end. Of a session that cannot be refreshed the
    /// valid keys are returned, and nobody is asked.
    ///
    /// Dropping the future does not end a refresh.
    ///
    /// # Errors
    /// [`ErrorKind::SignInNeeded`](crate::ErrorKind::SignInNeeded) if nobody is signed in or the service refuses the session,
    /// also while its keys are valid; otherwise as [`LoginSessions::credentials`].
    pub async fn verified(&self, profile: &LoginProfile) -> Result<LoginEntry, Error> {
        let key = LoginKey::of(profile.session().as_str());
        let lock = self.lock(&key).await?;
        let (sessions, profile) = (self.detached(), profile.clone());
        let work = async move {
            let _lock = lock;
            let session = profile.session();
            let before = sessions.signed_in(session)?;
            if !before.is_renewable() {
                let is_valid = before.is_valid(sessions.now());
                return if is_valid { Ok(before) } else { Err(unrenewable(session, &before)) };
            }
            match sessions.ask(&profile, &before).await {
                Ok((region, renewed)) => sessions.stored_refresh(&profile, &before, &region, renewed),
                // Another tool, which takes no lock, may have been first.
                Err(error) => match sessions.stored(session)? {
                    Some(other) if !other.is_same_grant(&before) && other.is_valid(sessions.now()) => {
                        Ok(other)
                    }
                    _ => Err(error),
                },
            }
        };
        self.exchanges.run_once_for_file(&self.store.login_path(&key), work).await
    }
}
