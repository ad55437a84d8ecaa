//! Files that are written where they are: nothing but a regular file of this user with one name.

use crate::{FileKind, read::at_once_unlinked};
use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Opens a file of the program's own for adding to its end. A link there, or a second name of the file, would lead the
/// write to another file of the user's, and is an error; so is what is no regular file.
pub fn open_to_append(path: &Path) -> io::Result<File> {
    open(File::options().append(true), path)
}

pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = at_once_unlinked(options).open(path)?;
    let data = file.metadata()?;
    if let Some(found) = FileKind::of(data.file_type()) {
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
