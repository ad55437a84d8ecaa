//! A file that has the keys in plain. Worth something on another disk than what they open: a USB stick, a RAM disk.

use crate::{Error, ErrorKind};
use daypass_files::{self as files, WritePolicy};
use daypass_seal::KeyRing;
use std::{fs, io, path::Path};
use zeroize::Zeroizing;

/// The longest key file that is read, in bytes.
const MAX_BYTES: u64 = 64 << 10;

/// Reads the keys. A file that others can read is closed to them, as a file of tokens is.
pub(crate) fn get(path: &Path) -> Result<KeyRing, Error> {
    let file = files::read_private(path, MAX_BYTES);
    let file = file.map_err(|error| {
        Error::new(ErrorKind::Unavailable, who(path), "cannot be read").with_source(error)
    })?;
    let bytes = file.map(|file| Zeroizing::new(file.bytes));
    let bytes = bytes.ok_or_else(|| Error::new(ErrorKind::NoKeys, who(path), "does not exist"))?;
    let keys = std::str::from_utf8(&bytes).ok().and_then(|text| KeyRing::from_text(text).ok());
    keys.ok_or_else(|| Error::new(ErrorKind::BadAnswer, who(path), "has no key in it"))
}

/// Writes the keys, whole or not at all, synced to disk.
pub(crate) fn store(path: &Path, keys: &KeyRing) -> Result<(), Error> {
    let text = keys.to_text();
    // Its folder may be any folder of the user's, whose mode is not ours to change.
    files::write(path, text.as_bytes(), WritePolicy::UserSecrets).map(drop).map_err(|error| {
        Error::new(ErrorKind::Unavailable, who(path), "cannot be written").with_source(error)
    })
}

/// Removes the file, if it exists.
pub(crate) fn erase(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::new(ErrorKind::Unavailable, who(path), "cannot be removed").with_source(error))
        }
        _ => Ok(()),
    }
}

fn who(path: &Path) -> String {
    format!("the key file {}", path.display())
}
