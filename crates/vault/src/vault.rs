//! A vault: its surroundings, and the keys that its holder has.

use crate::{Error, ErrorKind, Settings};
use daypass_key_holders::{Questions, RunHelper, Site};
use daypass_seal::KeyRing;
use daypass_sso_types::Entropy;
use daypass_token_cache::{Lock, SealError};
use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// What a vault gets from its program.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "what every caller has to decide on")]
pub struct Surroundings {
    /// The folder of the vault's own, for its settings and for helpers that keep a file.
    pub folder: PathBuf,
    /// The folder of the locks of sessions: that of every program that shares the cache.
    pub locks: PathBuf,
    /// Starts helpers.
    pub runner: Arc<dyn RunHelper>,
    /// Whether a helper may ask a person.
    pub questions: Questions,
    /// Makes keys and nonces; must be cryptographically secure.
    pub entropy: Arc<dyn Entropy>,
    /// Sleeps while another process holds a lock.
    pub pause: fn(Duration),
    /// Is told when a token was stored in plain although the vault is on, with the reason.
    pub stored_plain: Arc<dyn Fn(&SealError) + Send + Sync>,
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// A vault, on or off: what the settings say now, so that a process which runs for days follows.
pub struct Vault {
    pub(crate) surroundings: Surroundings,
    /// The keys, once they were got. Zeroed when the vault is dropped.
    keys: Mutex<Option<KeyRing>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("folder", &self.surroundings.folder).finish_non_exhaustive()
    }
}

impl Vault {
    /// Creates the vault of this folder; nothing is read yet.
    pub fn new(surroundings: Surroundings) -> Self {
        Self { surroundings, keys: Mutex::default() }
    }

    /// Reads the settings; `None` for a vault that never was on.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`].
    pub fn settings(&self) -> Result<Option<Settings>, Error> {
        Settings::load(&self.surroundings.folder)
    }

    /// Gets the keys, which says whether the holder has them and gives them. May take a minute, if a person is asked.
    ///
    /// # Errors
    /// [`ErrorKind::Holder`], [`ErrorKind::Settings`] and, for a vault that never was on, [`ErrorKind::State`].
    pub fn unlock(&self) -> Result<(), Error> {
        let settings = self.settings()?;
        let settings = settings.ok_or_else(|| Error::new(ErrorKind::State, "there is no vault"))?;
        if self.current().is_some_and(|keys| settings.is_of(keys.current().id())) {
            return Ok(());
        }
        let keys = self.get(&settings)?;
        if !settings.is_of(keys.current().id()) && !keys.older().iter().any(|key| settings.is_of(key.id())) {
            return Err(Error::new(
                ErrorKind::Holder,
                format!("{} has other keys than those of this vault", settings.holder),
            ));
        }
        if !settings.is_of(keys.current().id()) {
            // A change of the key was interrupted when the holder had both: it goes on, unless it is going on.
            if let Ok(_alone) = self.alone() {
                settings.with_key(keys.current().id()).save(&self.surroundings.folder)?;
            }
        }
        self.keep(Some(keys));
        Ok(())
    }

    /// Keeps other commands from changing the vault meanwhile. No session waits for this lock, and nobody waits for it.
    pub(crate) fn alone(&self) -> Result<Lock, Error> {
        let lock = Lock::try_acquire(&self.surroundings.locks, &"vault", "changing the vault");
        lock.map_err(|error| {
            Error::new(ErrorKind::State, "another command is changing the vault").with_source(error)
        })
    }

    pub(crate) fn get(&self, settings: &Settings) -> Result<KeyRing, Error> {
        let site = self.site(settings)?;
        let got = settings.holder.get(&site, &*self.surroundings.runner, self.surroundings.questions);
        got.map_err(|error| Error::holder("the key of the vault is not at hand", error))
    }

    pub(crate) fn store(&self, settings: &Settings, keys: &KeyRing) -> Result<(), Error> {
        let site = self.site(settings)?;
        let stored =
            settings.holder.store(&site, keys, &*self.surroundings.runner, self.surroundings.questions);
        stored.map_err(|error| Error::holder("the key of the vault cannot be kept", error))
    }

    fn site(&self, settings: &Settings) -> Result<Site<'_>, Error> {
        let item = settings.item().ok_or_else(|| Error::new(ErrorKind::Settings, "the vault has no name"))?;
        Ok(Site { item, folder: &self.surroundings.folder })
    }

    pub(crate) fn current(&self) -> Option<KeyRing> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep(&self, keys: Option<KeyRing>) {
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}
