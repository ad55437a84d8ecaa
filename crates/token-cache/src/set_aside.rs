//! Corrupt files out of the way, and never a whole one.

use crate::{
    Error,
    content::{Content, MOST_BYTES, classify},
    error::IsWhole,
};
use daypass_files as files;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What is put behind the name of a cache file.
const MARK: &str = ".corrupt";

/// Any of the contents that these folders have.
pub(crate) fn is_anything(bytes: &[u8]) -> bool {
    !matches!(classify(bytes, true), Content::Corrupt(_))
}

impl Error {
    /// Moves the file of an error of kind [`Corrupt`](crate::ErrorKind::Corrupt) out of the way, to a name beside it that
    /// ends in `.corrupt` or `.corrupt-N` and that no AWS tool reads; it is closed to others. Nothing is overwritten; a
    /// symbolic link stays, the file that it points at moves; where it points at anything else (a device, a folder), the
    /// link moves. An empty file stays, too ([`Io`](crate::ErrorKind::Io)): most AWS tools empty a file before they
    /// write it.
    ///
    /// # Errors
    /// [`Mended`](crate::ErrorKind::Mended) if another process has put what was looked for there since: read it again.
    pub fn set_aside(&self) -> Result<PathBuf, Self> {
        set_aside(self.path(), self.is_whole().unwrap_or(is_anything))
    }
}

pub(crate) fn set_aside(path: &Path, is_whole: IsWhole) -> Result<PathBuf, Error> {
    let fail = |error| Error::io("set aside", path, error);
    let path = &place(path).map_err(fail)?;
    if holds(path, is_whole) {
        return Err(Error::mended(path));
    }
    // Nothing to keep; and what its writer, which has just emptied it, is about to write must not go along.
    if fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0) {
        return Err(fail(io::Error::other("it is empty")));
    }
    let aside = reserve(path).map_err(fail)?;
    if let Err(error) = fs::rename(path, &aside).or_else(|_| over_a_file(path, &aside)) {
        drop(fs::remove_file(&aside));
        return Err(fail(error));
    }
    // Another process may have saved between the look and the rename. It goes back, unless there is a still
    // newer one: a hard link never overwrites.
    if holds(&aside, is_whole) && fs::hard_link(&aside, path).is_ok() {
        drop(fs::remove_file(&aside));
        return Err(Error::mended(path));
    }
    // It may hold parts of secrets. What is no file keeps its mode.
    if aside.is_file() {
        let _narrowed = files::close_to_others(&aside);
    }
    Ok(aside)
}

/// What stands for a cache file: the file that links of its name lead to, or nothing where they lead to nothing. What
/// else they lead to, such as a device or a folder with other things in it, is not the cache's, and the link stands for
/// it.
pub(crate) fn place(path: &Path) -> io::Result<PathBuf> {
    let target = files::follow(path)?;
    let is_other = fs::symlink_metadata(&target).is_ok_and(|data| !data.is_file());
    Ok(if is_other { path.to_owned() } else { target })
}

/// Whether a file name is that of a cache file set aside.
pub(crate) fn is_aside(name: &str) -> bool {
    let number = name.split_once(".json").and_then(|(_, rest)| rest.strip_prefix(MARK));
    number.is_some_and(|number| number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()))
}

fn holds(path: &Path, is_whole: IsWhole) -> bool {
    files::read(path, MOST_BYTES).ok().flatten().is_some_and(|bytes| is_whole(&bytes))
}

/// The first free name, taken by an empty file, so that no other process takes it too.
fn reserve(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(MARK);
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

/// A folder in place of the file cannot take the place of a file.
fn over_a_file(path: &Path, aside: &Path) -> io::Result<()> {
    if path.is_dir() {
        fs::remove_file(aside)?;
    }
    fs::rename(path, aside)
}
