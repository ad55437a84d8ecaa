//! A file of the program's own, made new: closed to others, and not too long for the process.

use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Makes a new, empty file, 0600, and opens it for writing. One that is there is an error, a link too.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    owner_only().write(true).create_new(true).open(path)
}

/// Options that make a new file 0600.
pub(crate) fn owner_only() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A process may be limited in the size of the files it makes (`ulimit -f`), and a write beyond that would end it by a
/// signal, in the middle of the file.
pub(crate) fn fits(contents: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    if rustix::process::getrlimit(rustix::process::Resource::Fsize)
        .current
        .is_some_and(|most| most < contents.len() as u64)
    {
        return Err(rustix::io::Errno::FBIG.into());
    }
    #[cfg(not(unix))]
    let _ = contents;
    Ok(())
}
