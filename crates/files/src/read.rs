//! Reading: a path is opened as a regular file, without waiting, up to a length.

use crate::{Error, FileKind, Notice, folder};
#[cfg(unix)]
use rustix::fs::OFlags;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

/// The longest that a file of the user's may be, in bytes.
pub(crate) const MOST: u64 = 64 << 20;

#[cfg(unix)]
const AT_ONCE: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY);

/// The contents of a file that is the user's alone, or should be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateFile {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What was wrong with its owner, its mode or its folder, and whether that is put right.
    pub notices: Vec<Notice>,
}

/// Opens a file for reading, and waits for nobody: a pipe that nobody writes to is opened, and reads as empty. Whether
/// it is a regular file, and how long it is, is for the caller to see; [`read`] does both.
pub fn open(path: &Path) -> io::Result<File> {
    at_once(OpenOptions::new().read(true)).open(path)
}

/// Reads a whole regular file of at most `most` bytes, links followed. `None` where there is none.
///
/// # Errors
/// [`crate::ErrorKind::NotAFile`] and [`crate::ErrorKind::TooLong`], besides what the operating system says.
pub fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Error> {
    Ok(opened(path, most)?.map(|(_, bytes)| bytes))
}

/// Reads as [`read`] does, and looks at whose the file is. One of this user's that others can read is closed to them
/// (0600), and its folder too, if others can write there. A folder of somebody else's, who can exchange the file at any
/// time, is a notice.
///
/// # Errors
/// As [`read`], and a file that belongs to neither this user nor the administrator ([`crate::ErrorKind::Denied`],
/// [`Error::owner`]): what it says is somebody else's word.
pub fn read_private(path: &Path, most: u64) -> Result<Option<PrivateFile>, Error> {
    let Some((file, bytes)) = opened(path, most)? else { return Ok(None) };
    if let Some(owner) = stranger(&file) {
        return Err(Error::foreign("read", path, owner));
    }
    let mut notices: Vec<Notice> = path.parent().and_then(folder::distrust).into_iter().collect();
    notices.extend(distrust(path, &file));
    Ok(Some(PrivateFile { bytes, notices }))
}

/// Reads a file that decides what a program does, as [`read`] does, and only where nobody but this user and the
/// administrator can have written it: neither it nor its folder is somebody else's or open to others for writing.
///
/// # Errors
/// As [`read`], and [`crate::ErrorKind::Denied`] where somebody else can have written it.
pub fn read_own(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Error> {
    let Some((file, bytes)) = opened(path, most)? else { return Ok(None) };
    match stranger(&file) {
        Some(owner) => Err(Error::foreign("trust", path, owner)),
        None if folder::others_can_write(path) => Err(Error::exposed(path)),
        None => Ok(Some(bytes)),
    }
}

/// Reads a file that is as it should be: regular, not too long, and closed to others. `None` of any other, for
/// [`read_private`] to say more about. Opens it, asks for its metadata once, and reads it: for programs that count their
/// system calls.
pub fn read_if_private(path: &Path, most: u64) -> Option<Vec<u8>> {
    let file = open(path).ok()?;
    let data = file.metadata().ok()?;
    #[cfg(unix)]
    if folder::is_open(std::os::unix::fs::PermissionsExt::mode(&data.permissions())) {
        return None;
    }
    if !data.is_file() {
        return None;
    }
    whole(&file, data.len(), most).ok().flatten()
}

/// Options that neither wait for the other end of a pipe nor make a terminal this process's own.
pub(crate) fn at_once(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    flags(options, AT_ONCE);
    options
}

/// The same, and a symbolic link in the last part of the path is an error.
pub(crate) fn at_once_unlinked(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    flags(options, AT_ONCE.union(OFlags::NOFOLLOW));
    options
}

#[cfg(unix)]
fn flags(options: &mut OpenOptions, flags: OFlags) {
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed());
}

fn opened(path: &Path, most: u64) -> Result<Option<(File, Vec<u8>)>, Error> {
    let fail = |error| Error::io("read", path, error);
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        // A socket cannot be opened at all; on Windows a folder cannot.
        Err(error) => {
            let found = fs::metadata(path).ok().and_then(|data| FileKind::of(data.file_type()));
            return Err(found.map_or_else(|| fail(error), |found| Error::not_a_file("read", path, found)));
        }
    };
    let data = file.metadata().map_err(fail)?;
    if let Some(found) = FileKind::of(data.file_type()) {
        return Err(Error::not_a_file("read", path, found));
    }
    let bytes = whole(&file, data.len(), most).map_err(fail)?.ok_or_else(|| Error::too_long(path, most))?;
    Ok(Some((file, bytes)))
}

/// All bytes; none where there are more than `most`.
fn whole(file: &File, length: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
    if length > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

/// Whose the opened file is, whatever stands at the path by now, where it is neither this user's nor the administrator's.
#[cfg(unix)]
fn stranger(file: &File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let (me, owner) = (rustix::process::geteuid().as_raw(), file.metadata().ok()?.uid());
    (me != 0 && owner != 0 && owner != me).then_some(owner)
}

#[cfg(not(unix))]
fn stranger(_: &File) -> Option<u32> {
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
    // The opened file, whatever stands at the path by now.
    drop(file.set_permissions(fs::Permissions::from_mode(was & 0o700)));
    let is = file.metadata().map_or(was, |data| data.mode() & 0o7777);
    let path = path.to_owned();
    Some(if folder::is_open(is) { Notice::ModeKept { path, is } } else { Notice::ModeRepaired { path, was } })
}

#[cfg(not(unix))]
fn distrust(_: &Path, _: &File) -> Option<Notice> {
    None
}
