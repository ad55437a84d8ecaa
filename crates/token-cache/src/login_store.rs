//! Reads, saves and removes the files of console sign-ins.

use crate::{Error, LoginEntry, LoginKey, Store, store::remove};
use daypass_files::{self as files, Saved, WritePolicy};
use std::path::PathBuf;

impl Store {
    /// Returns the path of the file of a console identity.
    pub fn login_path(&self, key: &LoginKey) -> PathBuf {
        self.dir().join(key.file_name())
    }

    /// Reads the file of a console identity; `None` if it does not exist. Text behind the first JSON object does not
    /// count: two AWS tools that wrote at once have left it, and the session in front of it is whole.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Corrupt`] if the file holds no keys; otherwise the file cannot be read.
    pub fn load_login(&self, key: &LoginKey) -> Result<Option<LoginEntry>, Error> {
        self.load_path(&self.login_path(key), LoginEntry::parse, |bytes| LoginEntry::parse(bytes).is_ok())
    }

    /// Saves a console sign-in, synced to the disk, mode 0600; of a symbolic link the target is replaced.
    ///
    /// # Errors
    /// The file cannot be written; the old file is kept.
    pub fn save_login(&self, key: &LoginKey, entry: &LoginEntry) -> Result<Saved, Error> {
        Ok(files::write(&self.login_path(key), entry.to_json().as_bytes(), WritePolicy::Private)?)
    }

    /// Saves what a refresh of `before` gave, unless the file holds another grant by now: `None` if somebody has signed
    /// in, out or refreshed since, whose file then stays. Hold the lock [`CacheKey::for_login`](crate::CacheKey::for_login)
    /// meanwhile; AWS's own tools take none, and between the look and the write a few microseconds remain.
    ///
    /// # Errors
    /// Those of [`Store::load_login`] and [`Store::save_login`].
    pub fn save_refreshed_login(
        &self,
        key: &LoginKey,
        before: &LoginEntry,
        after: &LoginEntry,
    ) -> Result<Option<Saved>, Error> {
        match self.load_login(key)? {
            Some(stored) if stored.is_same_grant(before) => self.save_login(key, after).map(Some),
            _ => Ok(None),
        }
    }

    /// Removes the file of a console identity, as [`Store::remove`] does; `false` if it did not exist.
    pub fn remove_login(&self, key: &LoginKey) -> Result<bool, Error> {
        remove(&self.login_path(key))
    }
}
