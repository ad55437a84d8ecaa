//! Reads regular files: without waiting for a pipe's other end, and up to a length.

use crate::{Error, NonRegular, Notice, folder, held};
#[cfg(unix)]
use rustix::fs::OFlags;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

/// The longest file of the user's that is read, in bytes: 64 MiB.
pub(crate) const MAX_BYTES: u64 = 64 << 20;

#[cfg(unix)]
const NONBLOCKING: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY);

/// The contents of a file that only the user should be able to read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateFile {
    /// The contents of the file.
    pub bytes: Vec<u8>,
    /// What was wrong with its owner, its mode or its folder, and whether it was repaired.
    pub notices: Vec<Notice>,
}

/// Opens a file for reading without blocking: a pipe that has no writer opens and reads as empty. The caller checks
/// that it is a regular file, and its length; [`read`] does both.
pub fn open(path: &Path) -> io::Result<File> {
    nonblocking(OpenOptions::new().read(true)).open(path)
}

/// Reads a whole regular file of up to `max_bytes` bytes, links followed; `None` if it does not exist.
///
/// # Errors
/// [`crate::ErrorKind::NotAFile`], [`crate::ErrorKind::TooLong`], and errors of the operating system.
pub fn read(path: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>, Error> {
    Ok(opened(path, max_bytes)?.map(|(_, bytes)| bytes))
}

/// Reads a file as [`read`] does, and repairs its mode: a file of this user's that others can read becomes 0600, and a
/// folder that others can write is closed to them. A folder of another user's, who could replace the file, is a notice.
///
/// # Errors
/// As [`read`], and [`crate::ErrorKind::Denied`] with [`Error::owner`] for a file that belongs to neither this user nor
/// root: another user decides what it says.
pub fn read_private(path: &Path, max_bytes: u64) -> Result<Option<PrivateFile>, Error> {
    let Some((file, bytes)) = opened(path, max_bytes)? else { return Ok(None) };
    if let Some(owner) = untrusted_owner(&file) {
        return Err(Error::owned_by_other("read", path, owner));
    }
    let mut notices: Vec<Notice> = path.parent().and_then(folder::distrust).into_iter().collect();
    notices.extend(distrust(path, &file));
    Ok(Some(PrivateFile { bytes, notices }))
}

/// Reads a file as [`read`] does, if only this user and root can have written it: for settings that decide what a
/// program does.
///
/// # Errors
/// As [`read`], and [`crate::ErrorKind::Denied`] if the file or its folder belongs to another user or is writable by
/// others.
pub fn read_own(path: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>, Error> {
    let Some((file, bytes)) = opened(path, max_bytes)? else { return Ok(None) };
    match untrusted_owner(&file) {
        Some(owner) => Err(Error::owned_by_other("trust", path, owner)),
        None if folder::others_can_write(path) => Err(Error::writable_by_others(path)),
        None => Ok(Some(bytes)),
    }
}

/// Reads a file as [`read`] does, if root alone can have written it: for what an administrator decides. Windows' access
/// lists are not looked at.
///
/// # Errors
/// As [`read`], and [`crate::ErrorKind::Denied`] if the file or its folder belongs to another user than root or is writable
/// by others.
pub fn read_roots(path: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>, Error> {
    let Some((_, bytes)) = opened(path, max_bytes)? else { return Ok(None) };
    if folder::only_root_can_write(path) { Ok(Some(bytes)) } else { Err(Error::writable_by_others(path)) }
}

/// Reads a regular file that is closed to others and has up to `max_bytes` bytes; `None` for any other, and
/// [`read_private`] then says why. Opens the file, asks for its metadata once and reads it: for programs that count
/// their system calls.
pub fn read_if_private(path: &Path, max_bytes: u64) -> Option<Vec<u8>> {
    let file = open(path).ok()?;
    let data = file.metadata().ok()?;
    #[cfg(unix)]
    if folder::is_open(std::os::unix::fs::PermissionsExt::mode(&data.permissions())) {
        return None;
    }
    if !data.is_file() {
        return None;
    }
    whole(&file, data.len(), max_bytes).ok().flatten()
}

/// Adds `O_NONBLOCK` and `O_NOCTTY`: the open does not wait for the other end of a pipe, and a terminal does not become
/// the process's controlling terminal.
pub(crate) fn nonblocking(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    flags(options, NONBLOCKING);
    options
}

/// Adds `O_NOFOLLOW` to the flags of [`nonblocking`]: a symbolic link in the last part of the path is an error.
pub(crate) fn nonblocking_nofollow(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    flags(options, NONBLOCKING.union(OFlags::NOFOLLOW));
    options
}

#[cfg(unix)]
fn flags(options: &mut OpenOptions, flags: OFlags) {
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed());
}

fn opened(path: &Path, max_bytes: u64) -> Result<Option<(File, Vec<u8>)>, Error> {
    let fail = |error| Error::io("read", path, error);
    let file = match held::opened(|| open(path)) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        // A socket cannot be opened at all; on Windows a folder cannot.
        Err(error) => {
            let found = fs::metadata(path).ok().and_then(|data| NonRegular::of(data.file_type()));
            return Err(found.map_or_else(|| fail(error), |found| Error::not_a_file("read", path, found)));
        }
    };
    let data = file.metadata().map_err(fail)?;
    if let Some(found) = NonRegular::of(data.file_type()) {
        return Err(Error::not_a_file("read", path, found));
    }
    let bytes =
        whole(&file, data.len(), max_bytes).map_err(fail)?.ok_or_else(|| Error::too_long(path, max_bytes))?;
    Ok(Some((file, bytes)))
}

/// Reads all bytes of the file; `None` if there are more than `max_bytes`.
fn whole(file: &File, length: u64, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    if length > max_bytes {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= max_bytes))
}

/// Returns the user id of the opened file's owner, if that is neither the effective user nor root. The path may lead to
/// another file by now.
#[cfg(unix)]
fn untrusted_owner(file: &File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let (me, owner) = (rustix::process::geteuid().as_raw(), file.metadata().ok()?.uid());
    (me != 0 && owner != 0 && owner != me).then_some(owner)
}

#[cfg(not(unix))]
fn untrusted_owner(_: &File) -> Option<u32> {
    None
}

#[cfg(unix)]
fn distrust(path: &Path, file: &File) -> Option<Notice> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let data = file.metadata().ok()?;
    let (me, was) = (rustix::process::geteuid().as_raw(), data.mode() & 0o7777);
    if data.uid() != me {
        return (me != 0).then(|| Notice::Foreign { path: path.to_owned(), owner: data.uid() });
    }
    if !folder::is_open(was) {
        return None;
    }
    // By the open file, since the path may lead to another file by now.
    drop(file.set_permissions(fs::Permissions::from_mode(was & 0o700)));
    let is = file.metadata().map_or(was, |data| data.mode() & 0o7777);
    let path = path.to_owned();
    Some(if folder::is_open(is) {
        Notice::ModeNotRepaired { path, is }
    } else {
        Notice::ModeRepaired { path, was }
    })
}

#[cfg(not(unix))]
fn distrust(_: &Path, _: &File) -> Option<Notice> {
    None
}
