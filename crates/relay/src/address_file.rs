//! A file with the address of a relay for all programs: its path is made up once, and stays the same when the relay or the
//! endpoint starts again.

use crate::{
    command::{made_up, path},
    error::Error,
    listen::MADE_UP,
    trusted_socket::me,
};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Longer than any address, in bytes.
const LONGEST: u64 = 200;

/// Returns the path that the file has, or a new one.
pub(crate) fn kept(file: &Path) -> Result<String, Error> {
    match known(file) {
        Some(path) => Ok(path),
        None => made_up(),
    }
}

/// The path in a file of this user's, of mode 0600, that is no link. What others can read is no secret any more.
fn known(file: &Path) -> Option<String> {
    let data = fs::symlink_metadata(file).ok()?;
    let is_own = me().is_none_or(|me| me == data.uid());
    let is_private = data.is_file() && is_own && data.mode().trailing_zeros() >= 6 && data.len() < LONGEST;
    let text = is_private.then(|| fs::read_to_string(file).ok()).flatten()?;
    let path = path(text.trim_end())?;
    let secret = path.strip_prefix(MADE_UP)?;
    let is_whole = secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_whole.then(|| path.to_owned())
}

/// Writes the address for this port into the file, whole and owner-only. A link in its place is replaced, not followed.
pub(crate) fn write(file: &Path, port: u16, path: &str) -> Result<(), Error> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let write = || {
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        writeln!(new, "http://127.0.0.1:{port}{path}")?;
        fs::rename(&beside, file)
    };
    write().map_err(|error: io::Error| {
        drop(fs::remove_file(&beside));
        Error::io(file.display(), &error)
    })
}
