//! Removes the temporary files that killed writers left.

use crate::read::nonblocking_nofollow;
use std::{
    ffi::OsStr,
    fs::{self, File},
    path::Path,
};

/// The suffix of temporary files: not `.json`, so that no AWS tool takes one for a cache file.
pub(crate) const SUFFIX: &str = ".daypass-tmp";

/// Whether this is the name of a temporary file of this crate: it begins with a dot and ends with `.daypass-tmp`.
pub fn is_leftover(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(SUFFIX))
}

/// Removes the temporary files of killed writers from a folder and returns their number. Files that a running writer
/// has locked stay, and so does everything that is not a regular file.
pub fn sweep(dir: &Path) -> usize {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let leftovers = entries.flatten().filter(|entry| is_leftover(&entry.file_name()));
    leftovers.filter(|entry| remove_if_abandoned(&entry.path())).count()
}

fn remove_if_abandoned(path: &Path) -> bool {
    let opened = nonblocking_nofollow(File::options().write(true)).open(path);
    let Ok(file) = opened else { return false };
    file.metadata().is_ok_and(|data| data.is_file())
        && file.try_lock().is_ok()
        && fs::remove_file(path).is_ok()
}
