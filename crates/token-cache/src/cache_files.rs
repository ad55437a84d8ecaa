//! What lies in a folder, for sign-out and `doctor`.

use crate::{
    CacheKey, Error, Store,
    content::{Content, MOST_BYTES, classify},
    sdk_compat::is_odd,
    set_aside,
    store::remove,
};
use daypass_files::{self as files, NonRegular};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub content: Content,
    /// Its permission bits; `None` of what is no regular file, and on Windows.
    pub mode: Option<u32>,
    /// The user id of its owner, if that is somebody else.
    pub owner: Option<u32>,
    /// Its length in bytes; `None` of what is no regular file.
    pub length: Option<u64>,
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// Whether it is a token with a time or a type that not every SDK reads; [`Entry::rewrite`] fixes it.
    pub is_odd: bool,
}

impl Store {
    /// All files of the folder, sorted by name. A folder that is not there is empty.
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        let listed = match fs::read_dir(self.dir()) {
            Ok(listed) => listed,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(Error::io("list", self.dir(), error)),
        };
        let mut entries: Vec<Entry> = listed.flatten().map(|file| Entry::read(&file.path())).collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(entries)
    }
}

impl Entry {
    /// The key, when the file is named as the AWS tools name one.
    pub fn key(&self) -> Option<CacheKey> {
        CacheKey::from_file_name(self.path.file_name()?.to_str()?)
    }

    /// The key; of a file that was set aside, the one that it had before.
    pub fn former_key(&self) -> Option<CacheKey> {
        let name = self.path.file_name()?.to_str()?;
        let before =
            if set_aside::is_aside(name) { name.split_once(".json").map(|(key, _)| key) } else { None };
        before.map_or_else(|| self.key(), |key| CacheKey::from_file_name(&format!("{key}.json")))
    }

    /// Whether it holds credentials of IAM Identity Center; of a damaged file, whether it says so: a whole key may be
    /// left in it.
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

    /// Writes a token anew, in spellings that every SDK reads; `false` if there is no token any more.
    pub fn rewrite(&self) -> Result<bool, Error> {
        let Some((folder, key)) = self.path.parent().zip(self.key()) else { return Ok(false) };
        let store = Store::at(folder);
        let Some(token) = store.load_token(&key)? else { return Ok(false) };
        store.save_token(&key, &token).map(|_| true)
    }

    /// The bytes of the file; `None` if it is no regular file, far too long, or cannot be read.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        files::read(&self.path, MOST_BYTES).ok().flatten()
    }

    /// Removes it, as [`Store::remove`] does.
    pub fn remove(&self) -> Result<bool, Error> {
        remove(&self.path)
    }

    /// Moves it out of the way, as [`Error::set_aside`] does.
    pub fn set_aside(&self) -> Result<PathBuf, Error> {
        set_aside::set_aside(&self.path, set_aside::is_anything)
    }

    /// The file at this path, as [`Store::entries`] has it; `None` if nothing is there.
    pub fn at(path: &Path) -> Option<Self> {
        path.symlink_metadata().is_ok().then(|| Self::read(path))
    }

    fn read(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default();
        let ours = name.to_str().and_then(CacheKey::from_file_name).is_some();
        let data = fs::metadata(path).ok();
        let length = data.as_ref().filter(|data| data.is_file()).map(fs::Metadata::len);
        let (is_file, mut has_odd) = (length.is_some(), false);
        let content = if files::is_leftover(name) {
            Content::Leftover
        } else if is_file && name.to_str().is_some_and(set_aside::is_aside) {
            Content::SetAside
        } else {
            match files::read(path, MOST_BYTES) {
                Ok(bytes) => {
                    let bytes = bytes.unwrap_or_default();
                    has_odd = is_odd(&bytes);
                    classify(&bytes, ours)
                }
                Err(error) => match (error.kind(), ours) {
                    (files::ErrorKind::NotAFile | files::ErrorKind::TooLong, true) => {
                        Content::Corrupt(no_file(error.found()))
                    }
                    (files::ErrorKind::NotAFile | files::ErrorKind::TooLong, false) => Content::Foreign,
                    _ => Content::Unreadable,
                },
            }
        };
        let mode = files::mode(path).filter(|_| is_file);
        Self {
            is_odd: has_odd && matches!(content, Content::Token(_)),
            path: path.to_owned(),
            content,
            mode,
            owner: files::foreign_owner(path),
            length,
            modified: data.and_then(|data| data.modified().ok()),
        }
    }
}

fn no_file(found: Option<NonRegular>) -> &'static str {
    match found {
        Some(NonRegular::Folder) => "it is a folder, not a file",
        Some(NonRegular::Pipe) => "it is a pipe, not a file",
        Some(NonRegular::Socket) => "it is a socket, not a file",
        Some(NonRegular::Device) => "it is a device, not a file",
        Some(_) => "it is not a file",
        None => "it is far too long",
    }
}
