//! Lists the files of a cache folder, for sign-out and `doctor`.

use crate::{
    CacheKey, Error, LoginKey, Store, Token,
    content::{Content, MAX_BYTES, classify},
    sdk_compat::needs_rewrite,
    set_aside,
    store::remove,
};
use daypass_files::{self as files, NonRegular};
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file in a cache folder, with its contents and its metadata when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheFile {
    /// The path of the file.
    pub path: PathBuf,
    /// What the file holds.
    pub content: Content,
    /// The permission bits; `None` for anything but a regular file, and on Windows.
    pub mode: Option<u32>,
    /// The user id of the owner, if that is another user.
    pub owner: Option<u32>,
    /// The length in bytes; `None` for anything but a regular file.
    pub length: Option<u64>,
    /// The time of the last write.
    pub modified: Option<SystemTime>,
    /// Whether the file is a token or a console sign-in with a time, a type or a tail that not every SDK reads; [`CacheFile::rewrite`] fixes it.
    pub needs_rewrite: bool,
}

impl Store {
    /// Lists all files of the folder, sorted by name. A folder that does not exist has none.
    ///
    /// # Errors
    /// The folder cannot be listed. A file that cannot be read is listed as [`Content::Unreadable`].
    pub fn cache_files(&self) -> Result<Vec<CacheFile>, Error> {
        let listed = match fs::read_dir(self.dir()) {
            Ok(listed) => listed,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(Error::io("list", self.dir(), error)),
        };
        let mut paths: Vec<PathBuf> = listed.flatten().map(|file| file.path()).collect();
        // Paths are compared part by part, and only the last differs.
        paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
        Ok(paths.iter().map(|path| CacheFile::read(path)).collect())
    }

    /// The keys of all files that are named as the AWS tools name one, without a look at what is in them: for whoever would
    /// open thousands that are not there. `None` where the folder cannot be listed, which says nothing of its files.
    ///
    /// ```
    /// use daypass_token_cache::{CacheKey, Store};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// let (store, key) = (Store::at(folder.path()), CacheKey::for_session("corp"));
    /// # std::fs::write(store.path(&key), "{}")?;
    /// assert!(store.keys().is_some_and(|keys| keys.len() == 1 && keys.contains(&key)));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn keys(&self) -> Option<BTreeSet<CacheKey>> {
        match fs::read_dir(self.dir()) {
            Ok(listed) => Some(
                listed
                    .flatten()
                    .filter_map(|file| CacheKey::from_file_name(file.file_name().to_str()?))
                    .collect(),
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(BTreeSet::new()),
            Err(_) => None,
        }
    }
}

impl CacheFile {
    /// Returns the cache key, if the file name is a key and `.json`.
    pub fn key(&self) -> Option<CacheKey> {
        CacheKey::from_file_name(self.path.file_name()?.to_str()?)
    }

    /// Returns the token, if the file holds one.
    pub fn token(&self) -> Option<&Token> {
        if let Content::Token(token) = &self.content { Some(token) } else { None }
    }

    /// Returns the key of a console identity, if the file name is one and `.json`.
    pub fn login_key(&self) -> Option<LoginKey> {
        LoginKey::from_file_name(self.path.file_name()?.to_str()?)
    }

    /// Returns the cache key; for a file that was set aside, the key that it had before.
    pub fn former_key(&self) -> Option<CacheKey> {
        let name = self.path.file_name()?.to_str()?;
        let before =
            if set_aside::is_aside(name) { name.split_once(".json").map(|(key, _)| key) } else { None };
        before.map_or_else(|| self.key(), |key| CacheKey::from_file_name(&format!("{key}.json")))
    }

    /// Whether the file holds role credentials of IAM Identity Center. For a damaged file, whether it contains the text
    /// `"sso"`: a whole secret key may be left in it.
    pub fn is_sso_role(&self) -> bool {
        const SSO: &[u8] = b"\"sso\"";
        match &self.content {
            Content::Role(role) => role.is_sso(),
            Content::Corrupt(_) | Content::SetAside => {
                self.bytes().is_some_and(|bytes| bytes.windows(SSO.len()).any(|part| part == SSO))
            }
            _ => false,
        }
    }

    /// Writes the token or the console sign-in again, with times and types that every SDK reads; `false` if the file
    /// holds neither any more.
    ///
    /// # Errors
    /// Those of [`Store::load_token`] and [`Store::save_token`].
    pub fn rewrite(&self) -> Result<bool, Error> {
        let Some(folder) = self.path.parent() else { return Ok(false) };
        let store = Store::at(folder);
        if let Some(key) = self.login_key() {
            let Some(login) = store.load_login(&key)? else { return Ok(false) };
            return store.save_login(&key, &login).map(|_| true);
        }
        let Some(key) = self.key() else { return Ok(false) };
        let Some(token) = store.load_token(&key)? else { return Ok(false) };
        store.save_token(&key, &token).map(|_| true)
    }

    /// Reads the bytes of the file; `None` if it is not a regular file, is longer than [`MAX_BYTES`], or cannot be
    /// read.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        files::read(&self.path, MAX_BYTES).ok().flatten()
    }

    /// Removes the file, as [`Store::remove`] does; `false` if it did not exist.
    pub fn remove(&self) -> Result<bool, Error> {
        remove(&self.path)
    }

    /// Sets the file aside, as [`Error::set_aside`] does, unless it is a valid cache file by now.
    pub fn set_aside(&self) -> Result<PathBuf, Error> {
        set_aside::set_aside(&self.path, set_aside::is_any_cache_file)
    }

    /// Reads the file at this path, as [`Store::cache_files`] does; `None` if the path does not exist.
    pub fn at(path: &Path) -> Option<Self> {
        path.symlink_metadata().is_ok().then(|| Self::read(path))
    }

    fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default();
        let is_cache_name = name.to_str().is_some_and(|name| {
            CacheKey::from_file_name(name).is_some() || LoginKey::from_file_name(name).is_some()
        });
        let data = fs::metadata(path).ok();
        let length = data.as_ref().filter(|data| data.is_file()).map(fs::Metadata::len);
        let (is_file, mut is_unportable) = (length.is_some(), false);
        let content = if files::is_leftover(name) {
            Content::Leftover
        } else if is_file && name.to_str().is_some_and(set_aside::is_aside) {
            Content::SetAside
        } else {
            match files::read(path, MAX_BYTES) {
                Ok(bytes) => {
                    let bytes = bytes.unwrap_or_default();
                    is_unportable = needs_rewrite(&bytes);
                    classify(&bytes, is_cache_name)
                }
                Err(error) => match (error.kind(), is_cache_name) {
                    (files::ErrorKind::NotAFile | files::ErrorKind::TooLong, true) => {
                        Content::Corrupt(why_corrupt(error.found()))
                    }
                    (files::ErrorKind::NotAFile | files::ErrorKind::TooLong, false) => Content::Foreign,
                    _ => Content::Unreadable,
                },
            }
        };
        let mode = files::mode(path).filter(|_| is_file);
        Self {
            needs_rewrite: is_unportable && matches!(content, Content::Token(_) | Content::Login(_)),
            path: path.to_owned(),
            content,
            mode,
            owner: files::foreign_owner(path),
            length,
            modified: data.and_then(|data| data.modified().ok()),
        }
    }
}

/// Says why a path that has the name of a cache file cannot be one; `None` stands for a file beyond [`MAX_BYTES`].
fn why_corrupt(found: Option<NonRegular>) -> &'static str {
    match found {
        Some(NonRegular::Folder) => "it is a folder, not a file",
        Some(NonRegular::Pipe) => "it is a pipe, not a file",
        Some(NonRegular::Socket) => "it is a socket, not a file",
        Some(NonRegular::Device) => "it is a device, not a file",
        Some(_) => "it is not a file",
        None => "it is longer than 1 MiB",
    }
}
