//! On, off, a new key, and what other tools store in plain.

use crate::{
    Error, ErrorKind, Settings, Vault,
    conversion::{Converted, Place, Wanted},
    plain::remains,
};
use daypass_key_holders::{Holder, Item};
use daypass_seal::{Key, KeyRing, sealed_by};
use daypass_token_cache::{CacheKey, Store, Token};
use std::time::Duration;

impl Vault {
    /// Turns the vault on: makes a key, has the holder keep it, and seals what is stored. Turned on already, with this holder, it
    /// seals what is in plain.
    ///
    /// # Errors
    /// Any [`ErrorKind`]. What fails for one session is in [`Converted::left`].
    pub fn turn_on(&self, holder: &Holder, store: &Store, wait: Duration) -> Result<Converted, Error> {
        let alone = self.alone()?;
        match self.settings()? {
            Some(settings) if settings.on && settings.holder != *holder => {
                let message = format!("the vault is on, and {} has its key", settings.holder);
                return Err(Error::new(ErrorKind::State, message));
            }
            // Off, and what it sealed may still be there: the keys stay where they are.
            Some(settings) if settings.holder == *holder => {
                self.unlock()?;
                settings.turned(true).save(&self.surroundings.folder)?;
            }
            settings => {
                if settings.is_some() && !remains(store).map_err(unreadable)?.sealed.is_empty() {
                    let message = "sessions are still sealed with the key of the former holder";
                    return Err(Error::new(ErrorKind::State, message));
                }
                self.begin(holder)?;
            }
        }
        drop(alone);
        self.adopt(store, wait)
    }

    /// Turns the vault off: opens what is sealed and stores it in plain. The holder keeps the key, since another process may
    /// seal with it while this one ends.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; without a key nothing is changed, and the vault stays on.
    pub fn turn_off(&self, store: &Store, wait: Duration) -> Result<Converted, Error> {
        let _alone = self.alone()?;
        let settings = self.settings()?;
        let settings = settings.ok_or_else(|| Error::new(ErrorKind::State, "the vault is off"))?;
        let sealed = remains(store).map_err(unreadable)?.sealed;
        if !sealed.is_empty() {
            self.unlock()?;
        }
        settings.turned(false).save(&self.surroundings.folder)?;
        let mut converted = Converted::default();
        // Again: one may have been sealed by a process that had read the settings just before.
        for key in sealed.into_iter().chain(remains(store).map_err(unreadable)?.sealed) {
            self.convert(&mut converted, store, &key, Wanted::Plain, wait);
        }
        Ok(converted)
    }

    /// Turns the vault off without its key, which is lost: sessions whose renewal is sealed last until their access token ends,
    /// and a sign-in brings each back.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] and [`ErrorKind::State`].
    pub fn turn_off_without_key(&self) -> Result<(), Error> {
        let _alone = self.alone()?;
        let settings = self.settings()?;
        let settings = settings.ok_or_else(|| Error::new(ErrorKind::State, "the vault is off"))?;
        settings.turned(false).save(&self.surroundings.folder)
    }

    /// Makes a new key, has the holder keep it in front of the others, and seals everything with the new one. The others stay with
    /// the holder: another process may have sealed with one of them just now, and a backup may come back.
    ///
    /// # Errors
    /// Any [`ErrorKind`]. What fails for one session is in [`Converted::left`], and the old key opens it.
    pub fn change_key(&self, store: &Store, wait: Duration) -> Result<Converted, Error> {
        let alone = self.alone()?;
        let settings = self.settings()?.filter(|settings| settings.on);
        let settings = settings.ok_or_else(|| Error::new(ErrorKind::State, "the vault is off"))?;
        self.unlock()?;
        let keys = self.current().ok_or_else(|| Error::new(ErrorKind::Holder, "there is no key"))?;
        let changed = keys.rotated(Key::generate(&*self.surroundings.entropy));
        self.store(&settings, &changed)?;
        settings.with_key(changed.current().id()).save(&self.surroundings.folder)?;
        self.keep(Some(changed));
        drop(alone);
        self.adopt(store, wait)
    }

    /// Seals what is in plain, such as what the AWS CLI has stored, and what an older key sealed; removes registrations with
    /// the secrets of these clients. Nothing happens in a vault that is off.
    ///
    /// # Errors
    /// [`ErrorKind::Holder`] if there is something to seal and no key; [`ErrorKind::Cache`] if the folder cannot be read.
    pub fn adopt(&self, store: &Store, wait: Duration) -> Result<Converted, Error> {
        let mut converted = Converted::default();
        let Some(settings) = self.settings()?.filter(|settings| settings.on) else { return Ok(converted) };
        let found = remains(store).map_err(unreadable)?;
        let of_older = |key: &CacheKey| {
            let token = store.load_token(key).ok().flatten();
            let sealed = token.and_then(|token| sealed_by(token.sealed?.text()).ok());
            sealed.is_some_and(|key| !settings.is_of(key))
        };
        let old: Vec<CacheKey> = found.sealed.into_iter().filter(of_older).collect();
        if !found.plain.is_empty() || !old.is_empty() {
            self.unlock()?;
        }
        for key in found.plain.iter().chain(&old) {
            self.convert(&mut converted, store, key, Wanted::Sealed, wait);
        }
        if converted.left.is_empty() {
            converted.registrations =
                found.registrations.iter().filter(|file| matches!(file.remove(), Ok(true))).count();
        }
        Ok(converted)
    }

    fn convert(
        &self,
        converted: &mut Converted,
        store: &Store,
        key: &CacheKey,
        into: Wanted,
        wait: Duration,
    ) {
        let bare = Store::at(store.dir()).with_pause(self.surroundings.pause);
        let place =
            Place { store: &bare, locks: &self.surroundings.locks, wait, pause: &self.surroundings.pause };
        let current = self.current().map(|keys| keys.current().id());
        let is_current = |token: &Token| match (&token.sealed, into) {
            (None, Wanted::Plain) => true,
            (None, Wanted::Sealed) => !token.has_plain_renewal(),
            (Some(_), Wanted::Plain) => false,
            (Some(sealed), Wanted::Sealed) => current.is_some() && sealed_by(sealed.text()).ok() == current,
        };
        match place.convert(key, into, self, &is_current) {
            Ok(true) => converted.tokens += 1,
            Ok(false) => {}
            Err(error) => converted.left.push((*key, error.to_string())),
        }
    }

    /// Makes the first key of a vault. The holder has it before anything says so.
    fn begin(&self, holder: &Holder) -> Result<(), Error> {
        let mut random = [0; 8];
        self.surroundings.entropy.fill(&mut random);
        let item = format!("daypass-{}", hex::encode(random));
        let item: Item =
            item.parse().map_err(|error| Error::new(ErrorKind::State, "no name").with_source(error))?;
        let new = KeyRing::new(Key::generate(&*self.surroundings.entropy));
        let settings = Settings::new(holder.clone(), &item, new.current().id());
        // A key that is there is taken: a person has put it there, or it is that of another home.
        let keys = match self.get(&settings) {
            Ok(keys) => keys,
            Err(error) if error.is_no_keys() => {
                self.store(&settings, &new)?;
                new
            }
            Err(error) => return Err(error),
        };
        settings.with_key(keys.current().id()).save(&self.surroundings.folder)?;
        self.keep(Some(keys));
        Ok(())
    }
}

fn unreadable(error: daypass_token_cache::Error) -> Error {
    Error::new(ErrorKind::Cache, "the cache cannot be read").with_source(error)
}
