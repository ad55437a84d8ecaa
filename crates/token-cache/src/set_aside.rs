//! Moves corrupt cache files out of the way, and never a valid one.

use crate::{
    Error, ErrorKind,
    content::{Content, MAX_BYTES, classify},
    error::Validator,
};
use daypass_files as files;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The suffix of a cache file that was set aside.
const SUFFIX: &str = ".corrupt";

/// Whether the bytes are a token, a registration or role credentials.
pub(crate) fn is_any_cache_file(bytes: &[u8]) -> bool {
    !matches!(classify(bytes, true), Content::Corrupt(_))
}

impl Error {
    /// Renames the file of a [`Corrupt`](crate::ErrorKind::Corrupt) error to `NAME.corrupt` or `NAME.corrupt-N` in its
    /// folder, which no AWS tool reads, and returns the new path. The file is closed to others; nothing is overwritten.
    ///
    /// Of a symbolic link, the file that it points at moves and the link stays; a link to anything else (a device, a
    /// folder) moves itself.
    ///
    /// # Errors
    /// [`Repaired`](crate::ErrorKind::Repaired) if another process has written a valid file since: read it again.
    /// [`Io`](crate::ErrorKind::Io) for an empty file, which stays: most AWS tools truncate a file before they write
    /// it.
    pub fn set_aside(&self) -> Result<PathBuf, Self> {
        set_aside(self.path(), self.validator().unwrap_or(is_any_cache_file))
    }
}

/// What became of a damaged cache file.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it moved or it did not")]
pub enum Damaged {
    /// It was set aside.
    SetAside {
        /// The path of the damaged file.
        file: PathBuf,
        /// Its path now.
        to: PathBuf,
    },
    /// It could not be set aside and stays; the next save replaces it.
    Stays(Error),
}

/// Reads a cache file. A damaged one is set aside, which `damaged` is told, and counts as absent, unless another process has
/// written a valid one meanwhile.
///
/// # Errors
/// A file that cannot be read.
pub fn load_or_set_aside<T>(
    load: impl Fn() -> Result<Option<T>, Error>,
    damaged: impl FnOnce(Damaged),
) -> Result<Option<T>, Error> {
    let error = match load() {
        Err(error) if error.kind() == ErrorKind::Corrupt => error,
        result => return result,
    };
    match error.set_aside() {
        Ok(to) => damaged(Damaged::SetAside { file: error.path().to_owned(), to }),
        Err(again) if again.kind() == ErrorKind::Repaired => return load(),
        Err(stuck) => damaged(Damaged::Stays(stuck)),
    }
    Ok(None)
}

/// Sets aside the file at this path, unless `is_valid` accepts its contents; see [`Error::set_aside`].
pub(crate) fn set_aside(path: &Path, is_valid: Validator) -> Result<PathBuf, Error> {
    let fail = |error| Error::io("set aside", path, error);
    let path = &resolve(path).map_err(fail)?;
    if holds_valid(path, is_valid) {
        return Err(Error::repaired(path));
    }
    // An empty file has nothing to keep, and its writer, which has just truncated it, may be about to write.
    if fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0) {
        return Err(fail(io::Error::other("it is empty")));
    }
    let aside = reserve(path).map_err(fail)?;
    let moved = files::while_held(|| fs::rename(path, &aside).or_else(|_| over_a_file(path, &aside)));
    if let Err(error) = moved {
        drop(fs::remove_file(&aside));
        return Err(fail(error));
    }
    // Another process may have saved between the check and the rename. Its file goes back, unless there is a still
    // newer one: a hard link never overwrites.
    if holds_valid(&aside, is_valid) && fs::hard_link(&aside, path).is_ok() {
        drop(fs::remove_file(&aside));
        return Err(Error::repaired(path));
    }
    // The file may hold parts of secrets. A folder or a device keeps its mode.
    if aside.is_file() {
        let _narrowed = files::close_to_others(&aside);
    }
    Ok(aside)
}

/// Returns the path that a move or a removal of a cache file acts on: the end of its symbolic links, if that is a
/// regular file or does not exist. A device or a folder at their end does not belong to the cache, and the link itself
/// is returned.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let target = files::follow(path)?;
    let is_other = fs::symlink_metadata(&target).is_ok_and(|data| !data.is_file());
    Ok(if is_other { path.to_owned() } else { target })
}

/// Whether a file name is that of a cache file set aside.
pub(crate) fn is_aside(name: &str) -> bool {
    let number = name.split_once(".json").and_then(|(_, rest)| rest.strip_prefix(SUFFIX));
    number.is_some_and(|number| number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()))
}

fn holds_valid(path: &Path, is_valid: Validator) -> bool {
    files::read(path, MAX_BYTES).ok().flatten().is_some_and(|bytes| is_valid(&bytes))
}

/// Creates an empty file under the first free name, so that no other process takes that name.
fn reserve(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(SUFFIX);
    let mut count = 1;
    loop {
        let mut numbered = name.clone();
        if count > 1 {
            numbered.push(format!("-{count}"));
        }
        let aside = path.with_file_name(numbered);
        match files::create_private_file(&aside) {
            Ok(_) => return Ok(aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => count += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Renames a folder over the reserved file, which rename(2) refuses while the file is there.
fn over_a_file(path: &Path, aside: &Path) -> io::Result<()> {
    if path.is_dir() {
        fs::remove_file(aside)?;
    }
    fs::rename(path, aside)
}
