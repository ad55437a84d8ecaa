//! One folder of cache files: read, save, remove, set aside.

use crate::{
    CacheKey, Error, Registration, RoleEntry, Saved, Token, aside,
    atomic::{self, Care},
    json::{Defect, Members},
};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How a [`Store`] pauses before it reads a half-written file again.
type Pause = Arc<dyn Fn(Duration) + Send + Sync>;

/// A folder of cache files: `~/.aws/sso/cache` or `~/.aws/cli/cache`. It need not exist.
#[derive(Clone)]
pub struct Store {
    dir: PathBuf,
    pause: Option<Pause>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Store {
    /// The store in that folder. It reads a file once; see [`Store::with_pause`].
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), pause: None }
    }

    /// Reads a file that makes no sense again, after 2, 8 and 30 ms of `pause`: most AWS tools write in place, and
    /// a reader may meet them in the middle. A program gives `std::thread::sleep`.
    #[must_use]
    pub fn with_pause(self, pause: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { pause: Some(Arc::new(pause)), ..self }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file of a key.
    pub fn path(&self, key: &CacheKey) -> PathBuf {
        self.dir.join(key.file_name())
    }

    /// The token of a key; `None` if there is no file. [`crate::ErrorKind::Corrupt`] if it holds none.
    pub fn load_token(&self, key: &CacheKey) -> Result<Option<Token>, Error> {
        self.load(key, Token::from_members)
    }

    /// The registration in that one file; see [`Store::find_registration`].
    pub fn load_registration(&self, key: &CacheKey) -> Result<Option<Registration>, Error> {
        self.load(key, Registration::from_members)
    }

    /// The credentials of a role.
    pub fn load_role(&self, key: &CacheKey) -> Result<Option<RoleEntry>, Error> {
        self.load(key, RoleEntry::from_members)
    }

    /// Saves a token, synced to the disk.
    pub fn save_token(&self, key: &CacheKey, token: &Token) -> Result<Saved, Error> {
        atomic::write(&self.path(key), token.to_json().as_bytes(), Care::Session)
    }

    /// Saves a registration in that one file, not synced: without it a client registers again, and a token has the
    /// client that it needs in its own file. See [`Store::store_registration`].
    pub fn save_registration(&self, key: &CacheKey, registration: &Registration) -> Result<Saved, Error> {
        atomic::write(&self.path(key), registration.to_json().as_bytes(), Care::Refetchable)
    }

    /// Saves role credentials, not synced: after a power cut they can be fetched again.
    pub fn save_role(&self, key: &CacheKey, entry: &RoleEntry) -> Result<Saved, Error> {
        atomic::write(&self.path(key), entry.to_json().as_bytes(), Care::Refetchable)
    }

    /// Removes a file; `false` if there was none. What a symbolic link points at is removed, the link stays.
    pub fn remove(&self, key: &CacheKey) -> Result<bool, Error> {
        remove(&self.path(key))
    }

    /// Moves a corrupt file out of the way, to a name beside it that ends in `.corrupt` or `.corrupt-N`, and that
    /// no AWS tool reads. Nothing is overwritten; a symbolic link stays, what it points at moves; an empty file stays,
    /// too ([`crate::ErrorKind::Io`]): most AWS tools empty a file before they write it.
    ///
    /// [`crate::ErrorKind::Mended`] if another process has put a whole file there since: read it again.
    pub fn set_aside(&self, key: &CacheKey) -> Result<PathBuf, Error> {
        aside::set_aside(&self.path(key))
    }

    /// Removes the temporary files of writers that were killed, and says how many; every save does so too. They
    /// hold what the writer was about to save.
    pub fn sweep(&self) -> usize {
        atomic::sweep(&self.dir)
    }

    /// Syncs the folder, and so what was saved here unsynced: for whoever waits anyway. A folder that is not there,
    /// or a file system that cannot, is no failure.
    pub fn sync(&self) {
        drop(fs::File::open(&self.dir).and_then(|dir| dir.sync_all()));
    }

    fn load<T>(&self, key: &CacheKey, read: fn(Members) -> Result<T, Defect>) -> Result<Option<T>, Error> {
        let path = self.path(key);
        let mut pauses = [2, 8, 30].into_iter();
        loop {
            let Some(bytes) = read_file(&path)? else { return Ok(None) };
            let defect = match Members::parse(&bytes).and_then(read) {
                Ok(value) => return Ok(Some(value)),
                Err(defect) => defect,
            };
            match (&self.pause, pauses.next()) {
                (Some(pause), Some(millis)) => pause(Duration::from_millis(millis)),
                _ => return Err(Error::corrupt(&path, defect.0)),
            }
        }
    }
}

/// The bytes of a file; `None` where there is none.
#[expect(clippy::wildcard_enum_match_arm, reason = "the operating system's list grows")]
pub(crate) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            io::ErrorKind::IsADirectory => Err(Error::corrupt(path, "it is a folder")),
            _ => Err(Error::io("read", path, error)),
        },
    }
}

pub(crate) fn remove(path: &Path) -> Result<bool, Error> {
    match atomic::follow(path).and_then(fs::remove_file) {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(Error::io("remove", path, error)),
    }
}
