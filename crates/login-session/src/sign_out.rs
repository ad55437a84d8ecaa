//! Signs out of console sessions: their files are removed.

use crate::{Error, LoginSessions};
use daypass_console_login::{LoginSession, login_session_of};
use daypass_token_cache::{Content, LoginEntry, LoginKey};
use std::path::PathBuf;

/// What a sign-out of all console sessions did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct SignedOut {
    /// The files that were removed.
    pub removed: Vec<PathBuf>,
    /// The files that could not be removed, and why.
    pub kept: Vec<(PathBuf, String)>,
}

impl SignedOut {
    /// Says for each file that was not removed why it stays.
    pub fn messages(&self) -> impl Iterator<Item = String> {
        self.kept.iter().map(|(path, why)| format!("{}: {why}", path.display()))
    }
}

/// A console session in the folder of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredSession {
    /// Whose it is; `None` if its file does not say so.
    pub identity: Option<LoginSession>,
    /// Its file.
    pub path: PathBuf,
    /// What the file holds.
    pub entry: Box<LoginEntry>,
}

impl LoginSessions {
    /// Lists the console sessions of the folder, also of identities that no profile names; none if it cannot be listed.
    pub fn stored_sessions(&self) -> Vec<StoredSession> {
        let files = self.store.cache_files().unwrap_or_default().into_iter();
        let sessions = files.filter_map(|file| match file.content {
            Content::Login(entry) => {
                let identity = entry.id_token.as_ref().and_then(|token| login_session_of(token).ok());
                Some(StoredSession { identity, path: file.path, entry })
            }
            _ => None,
        });
        sessions.collect()
    }

    /// Removes the file of an identity, under its lock, so that a refresh in progress does not write it back; `false` if
    /// there was none. AWS keeps the session until its end: keys that are out stay valid for up to 15 minutes.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) if the file cannot be removed, or a refresh takes too long.
    pub async fn sign_out(&self, session: &LoginSession) -> Result<bool, Error> {
        let key = LoginKey::of(session.as_str());
        let _lock = self.lock(&key).await?;
        self.store.remove_login(&key).map_err(Error::cache)
    }

    /// Removes every file of the folder that holds console keys, also of identities that no profile names. Other files
    /// stay, whatever they hold.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) if the folder cannot be listed.
    pub async fn sign_out_all(&self) -> Result<SignedOut, Error> {
        let mut out = SignedOut::default();
        for file in self.store.cache_files().map_err(Error::cache)? {
            if !matches!(file.content, Content::Login(_)) {
                continue;
            }
            let lock = match file.login_key() {
                Some(key) => self.lock(&key).await.map(Some),
                None => Ok(None),
            };
            let removed = match lock {
                Ok(_lock) => file.remove().map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            match removed {
                Ok(_) => out.removed.push(file.path),
                Err(why) => out.kept.push((file.path, why)),
            }
        }
        Ok(out)
    }
}
