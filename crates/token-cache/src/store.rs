//! One folder of cache files: read, save, remove, set aside.

use crate::{
    CacheKey, Error, Registration, RoleEntry, Token,
    content::MOST_BYTES,
    error::IsWhole,
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

/// How a [`Store`] pauses before it reads a half-written file again.
type Pause = Arc<dyn Fn(Duration) + Send + Sync>;
/// Who hears of what a [`Store`] finds wrong with a file that it reads.
type Observer = Arc<dyn Fn(&Notice) + Send + Sync>;

/// A folder of cache files: `~/.aws/sso/cache` or `~/.aws/cli/cache`. It need not exist.
#[derive(Clone)]
pub struct Store {
    dir: PathBuf,
    pause: Option<Pause>,
    observer: Option<Observer>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl Store {
    /// The store in that folder. It reads a file once; see [`Store::with_pause`].
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), pause: None, observer: None }
    }

    /// Reads a file that makes no sense again, after 2, 8 and 30 ms of `pause`: most AWS tools write in place, and
    /// a reader may meet them in the middle. A program gives `std::thread::sleep`.
    #[must_use]
    pub fn with_pause(self, pause: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { pause: Some(Arc::new(pause)), ..self }
    }

    /// Tells what is wrong with the owner or the mode of a file or of its folder, and what was put right, when a file
    /// is read.
    #[must_use]
    pub fn with_observer(self, observer: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
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
        self.load(key, Token::from_members, |bytes| is(bytes, Token::from_members))
    }

    /// The registration in that one file; see [`Store::find_registration`].
    pub fn load_registration(&self, key: &CacheKey) -> Result<Option<Registration>, Error> {
        self.load(key, Registration::from_members, |bytes| is(bytes, Registration::from_members))
    }

    /// The credentials of a role.
    pub fn load_role(&self, key: &CacheKey) -> Result<Option<RoleEntry>, Error> {
        self.load(key, RoleEntry::from_members, |bytes| is(bytes, RoleEntry::from_members))
    }

    /// Saves a token, synced to the disk.
    pub fn save_token(&self, key: &CacheKey, token: &Token) -> Result<Saved, Error> {
        Ok(files::write(&self.path(key), token.to_json().as_bytes(), WritePolicy::Private)?)
    }

    /// Saves a registration in that one file, not synced: without it a client registers again, and a token has the
    /// client that it needs in its own file. See [`Store::store_registration`].
    pub fn save_registration(&self, key: &CacheKey, registration: &Registration) -> Result<Saved, Error> {
        Ok(files::write(&self.path(key), registration.to_json().as_bytes(), WritePolicy::Refetchable)?)
    }

    /// Saves role credentials, not synced: after a power cut they can be fetched again.
    pub fn save_role(&self, key: &CacheKey, entry: &RoleEntry) -> Result<Saved, Error> {
        Ok(files::write(&self.path(key), entry.to_json().as_bytes(), WritePolicy::Refetchable)?)
    }

    /// Removes a file; `false` if there was none. What a symbolic link points at is removed, the link stays. A folder in
    /// its place is removed if it is empty, else moved aside as [`Error::set_aside`] does.
    pub fn remove(&self, key: &CacheKey) -> Result<bool, Error> {
        remove(&self.path(key))
    }

    /// Removes the temporary files of writers that were killed, and says how many; every save does so too. They
    /// hold what the writer was about to save.
    pub fn sweep(&self) -> usize {
        files::sweep(&self.dir)
    }

    /// Syncs the folder, and so what was saved here unsynced: for whoever waits anyway. A folder that is not there,
    /// or a file system that cannot, is no failure.
    pub fn sync(&self) {
        drop(fs::File::open(&self.dir).and_then(|dir| dir.sync_all()));
    }

    fn load<T>(
        &self,
        key: &CacheKey,
        read: fn(Members) -> Result<T, Defect>,
        is_whole: IsWhole,
    ) -> Result<Option<T>, Error> {
        let path = self.path(key);
        let mut pauses = [2, 8, 30].into_iter();
        loop {
            let Some(file) = files::read_private(&path, MOST_BYTES)? else { return Ok(None) };
            if let Some(observer) = &self.observer {
                file.notices.iter().for_each(|notice| observer(notice));
            }
            let defect = match Members::parse(&file.bytes).and_then(read) {
                Ok(value) => return Ok(Some(value)),
                Err(defect) => defect,
            };
            match (&self.pause, pauses.next()) {
                (Some(pause), Some(millis)) => pause(Duration::from_millis(millis)),
                _ => return Err(Error::corrupt(&path, defect.0, is_whole)),
            }
        }
    }
}

fn is<T>(bytes: &[u8], read: fn(Members) -> Result<T, Defect>) -> bool {
    Members::parse(bytes).and_then(read).is_ok()
}

pub(crate) fn remove(path: &Path) -> Result<bool, Error> {
    let fail = |error| Error::io("remove", path, error);
    let target = set_aside::place(path).map_err(fail)?;
    if fs::symlink_metadata(&target).is_ok_and(|data| data.is_dir()) {
        return match fs::remove_dir(&target) {
            Ok(()) => Ok(true),
            Err(_) => set_aside::set_aside(path, set_aside::is_anything).map(|_| true),
        };
    }
    match fs::remove_file(&target) {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(fail(error)),
    }
}
