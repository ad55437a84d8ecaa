//! Reads, saves and removes the cache files of one folder.

use crate::{
    CacheKey, Error, Registration, RoleEntry, SealError, Sealer, Token,
    content::MAX_BYTES,
    error::Validator,
    json::{Defect, Members},
    set_aside,
};
use daypass_files::{self as files, Notice, Saved, WritePolicy};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// A function that sleeps before a [`Store`] reads a half-written file again.
type Pause = Arc<dyn Fn(Duration) + Send + Sync>;
/// A function that gets the notices about the files that a [`Store`] reads.
type Observer = Arc<dyn Fn(&Notice) + Send + Sync>;

/// A folder of cache files: `~/.aws/sso/cache`, `~/.aws/cli/cache` or `~/.aws/login/cache`. It need not exist.
#[derive(Clone)]
pub struct Store {
    dir: PathBuf,
    pause: Option<Pause>,
    observer: Option<Observer>,
    sealer: Option<Arc<dyn Sealer>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Store {
    /// Creates a store for this folder. It reads each file once; see [`Store::with_pause`].
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), pause: None, observer: None, sealer: None }
    }

    /// Reads a corrupt file again, up to three times, after 2, 8 and 30 ms of `pause`: most AWS tools write in place,
    /// and a reader may see a half-written file. A program passes `std::thread::sleep`.
    #[must_use]
    pub fn with_pause(self, pause: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { pause: Some(Arc::new(pause)), ..self }
    }

    /// Calls `observer` at each read with what is wrong with the owner or the mode of the file or its folder, and
    /// whether it was repaired.
    #[must_use]
    pub fn with_observer(self, observer: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// Seals what renews a session in every token that is saved ([`crate::SealedRenewal`]). Client registrations are not kept
    /// then: a token has the client that it needs, and a sign-in registers again. What is sealed is opened by
    /// [`Token::open`] alone, so that reading needs no key.
    #[must_use]
    pub fn with_sealer(self, sealer: Arc<dyn Sealer>) -> Self {
        Self { sealer: Some(sealer), ..self }
    }

    /// Returns the sealer.
    pub fn sealer(&self) -> Option<&dyn Sealer> {
        self.sealer.as_deref()
    }

    /// Returns the sealer, if tokens are to be sealed now.
    pub(crate) fn sealing(&self) -> Option<&dyn Sealer> {
        self.sealer().filter(|sealer| sealer.is_sealing())
    }

    /// Gets the sealer's key before a token is renewed or stored, while no lock is held: a person may be asked.
    ///
    /// # Errors
    /// The token is sealed and the key is not at hand. A token in plain needs none; it would be stored in plain again.
    pub fn prepare(&self, token: Option<&Token>) -> Result<(), SealError> {
        let is_sealed = token.is_some_and(|token| token.sealed.is_some());
        match self.sealer() {
            Some(sealer) if is_sealed => sealer.prepare(),
            None if is_sealed => Err(SealError::no_key("this program has no key")),
            _ => {
                // Without the key it is stored in plain again, and the sealer is told then.
                let _not_needed = self.sealing().map(Sealer::prepare);
                Ok(())
            }
        }
    }

    /// Returns the token of this key with what renews it in plain; the key is at hand after [`Store::prepare`].
    ///
    /// # Errors
    /// Those of [`Token::open`].
    pub fn open_token(&self, key: &CacheKey, token: Token) -> Result<Token, SealError> {
        match (&token.sealed, self.sealer()) {
            (None, _) => Ok(token),
            (Some(_), Some(sealer)) => token.open(key, sealer),
            (Some(_), None) => Err(SealError::no_key("this program has no key")),
        }
    }

    /// Returns the path of the folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the path of the file of a key.
    pub fn path(&self, key: &CacheKey) -> PathBuf {
        self.dir.join(key.file_name())
    }

    /// Reads the token of a key; `None` if the file does not exist.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Corrupt`] if the file holds no token; otherwise the file cannot be read.
    pub fn load_token(&self, key: &CacheKey) -> Result<Option<Token>, Error> {
        self.load(key, Token::from_members, |bytes| is(bytes, Token::from_members))
    }

    /// Reads the registration of a key; `None` if the file does not exist. [`Store::find_registration`] looks at both
    /// slots.
    ///
    /// # Errors
    /// As [`Store::load_token`].
    pub fn load_registration(&self, key: &CacheKey) -> Result<Option<Registration>, Error> {
        self.load(key, Registration::from_members, |bytes| is(bytes, Registration::from_members))
    }

    /// Reads the role credentials of a key; `None` if the file does not exist.
    ///
    /// # Errors
    /// As [`Store::load_token`].
    pub fn load_role(&self, key: &CacheKey) -> Result<Option<RoleEntry>, Error> {
        self.load(key, RoleEntry::from_members, |bytes| is(bytes, RoleEntry::from_members))
    }

    /// Saves a token, synced to the disk, mode 0600. Without the sealer's key it is saved in plain, and the sealer is told:
    /// a session is never lost for want of a key.
    ///
    /// # Errors
    /// The file cannot be written; the old file is kept.
    pub fn save_token(&self, key: &CacheKey, token: &Token) -> Result<Saved, Error> {
        let sealed = self
            .sealing()
            .filter(|_| token.has_plain_renewal())
            .and_then(|sealer| token.seal(key, sealer).map_err(|error| sealer.stored_plain(&error)).ok());
        let text = sealed.as_ref().unwrap_or(token).to_json();
        Ok(files::write(&self.path(key), text.as_bytes(), WritePolicy::Private)?)
    }

    /// Saves a registration in the file of this key. The file is not synced: a client that has lost it registers again,
    /// and a token file has a copy of the client that refreshes it. [`Store::save_registration_by_flow`] chooses the
    /// key.
    pub fn save_registration(&self, key: &CacheKey, registration: &Registration) -> Result<Saved, Error> {
        Ok(files::write(&self.path(key), registration.to_json().as_bytes(), WritePolicy::Refetchable)?)
    }

    /// Saves role credentials. The file is not synced: after a power cut the credentials can be fetched again.
    pub fn save_role(&self, key: &CacheKey, entry: &RoleEntry) -> Result<Saved, Error> {
        Ok(files::write(&self.path(key), entry.to_json().as_bytes(), WritePolicy::Refetchable)?)
    }

    /// Removes the file of a key; `false` if it did not exist. Of a symbolic link the target is removed and the link
    /// stays. A folder of that name is removed if it is empty, and otherwise set aside as [`Error::set_aside`] does.
    pub fn remove(&self, key: &CacheKey) -> Result<bool, Error> {
        remove(&self.path(key))
    }

    /// Removes the temporary files of killed writers, which may hold secrets, and returns their number. Every save does
    /// this too.
    pub fn sweep(&self) -> usize {
        files::sweep(&self.dir)
    }

    /// Checks that the folder takes a new file, and creates the folder if it does not exist; the file is removed again.
    ///
    /// # Errors
    /// The folder or a file in it cannot be created.
    pub fn check_folder(&self) -> Result<(), Error> {
        let fail = |error| Error::io("write in", &self.dir, error);
        let probe = self.dir.join(format!(".daypass-check-{}", std::process::id()));
        files::create_private(&self.dir).map_err(fail)?;
        files::create_private_file(&probe).map_err(fail)?;
        fs::remove_file(&probe).map_err(fail)
    }

    /// Syncs the folder to disk, so that a later sync is shorter: for callers that wait anyway. A missing folder, or a
    /// file system that cannot sync one, is not an error.
    pub fn sync(&self) {
        drop(fs::File::open(&self.dir).and_then(|dir| dir.sync_all()));
    }

    fn load<T>(
        &self,
        key: &CacheKey,
        read: fn(Members) -> Result<T, Defect>,
        is_valid: Validator,
    ) -> Result<Option<T>, Error> {
        self.load_path(&self.path(key), |bytes| Members::parse(bytes).and_then(read), is_valid)
    }

    pub(crate) fn load_path<T>(
        &self,
        path: &Path,
        read: impl Fn(&[u8]) -> Result<T, Defect>,
        is_valid: Validator,
    ) -> Result<Option<T>, Error> {
        let mut pauses = [2, 8, 30].into_iter();
        loop {
            let Some(file) = files::read_private(path, MAX_BYTES)? else { return Ok(None) };
            if let Some(observer) = &self.observer {
                file.notices.iter().for_each(|notice| observer(notice));
            }
            let defect = match read(&file.bytes) {
                Ok(value) => return Ok(Some(value)),
                Err(defect) => defect,
            };
            match (&self.pause, pauses.next()) {
                (Some(pause), Some(millis)) => pause(Duration::from_millis(millis)),
                _ => return Err(Error::corrupt(path, defect.0, is_valid)),
            }
        }
    }
}

fn is<T>(bytes: &[u8], read: fn(Members) -> Result<T, Defect>) -> bool {
    Members::parse(bytes).and_then(read).is_ok()
}

pub(crate) fn remove(path: &Path) -> Result<bool, Error> {
    let fail = |error| Error::io("remove", path, error);
    let target = set_aside::resolve(path).map_err(fail)?;
    if fs::symlink_metadata(&target).is_ok_and(|data| data.is_dir()) {
        return match fs::remove_dir(&target) {
            Ok(()) => Ok(true),
            Err(_) => set_aside::set_aside(path, set_aside::is_any_cache_file).map(|_| true),
        };
    }
    match files::while_held(|| fs::remove_file(&target)) {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(fail(error)),
    }
}
