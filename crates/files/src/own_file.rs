//! Opens a file for writing in place, only if it is a regular file of this user with one name.

use crate::{NonRegular, read::nonblocking_nofollow};
use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Opens a file of the program's own for appending.
///
/// # Errors
/// A symbolic link and a file with a second hard link, because the write could reach another file of the user's; a file
/// of another user's; anything that is not a regular file.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    open(File::options().append(true), path)
}

/// Opens a file of the program's own for reading and appending, under the conditions of [`open_to_append`].
///
/// # Errors
/// As [`open_to_append`].
pub fn open_to_read_and_append(path: &Path) -> io::Result<File> {
    open(File::options().read(true).append(true), path)
}

/// Opens the file with these options, under the conditions of [`open_to_append`].
pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = nonblocking_nofollow(options).open(path)?;
    let data = file.metadata()?;
    if let Some(found) = NonRegular::of(data.file_type()) {
        return Err(io::Error::other(format!("it is {found}")));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if data.nlink() != 1 {
            return Err(io::Error::other("the file has another name, too"));
        }
        let me = rustix::process::geteuid();
        if !me.is_root() && data.uid() != me.as_raw() {
            return Err(io::Error::other(format!("it belongs to the user with id {}", data.uid())));
        }
    }
    Ok(file)
}
