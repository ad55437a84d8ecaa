//! New files of mode 0600, and the process's limit on the size of a file.

use std::{
    fs::{File, OpenOptions},
    io,
    path::Path,
};

/// Creates an empty file of mode 0600 and opens it for writing. A path that exists is an error
/// ([`io::ErrorKind::AlreadyExists`]), even as a dangling symbolic link.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    owner_only().write(true).create_new(true).open(path)
}

/// Options that create a file with mode 0600.
pub(crate) fn owner_only() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Fails with `EFBIG` if `contents` exceed the process's limit on the size of a file (`ulimit -f`): a write beyond that
/// limit would end the process by SIGXFSZ, in the middle of the file.
pub(crate) fn check_size_limit(contents: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    if rustix::process::getrlimit(rustix::process::Resource::Fsize)
        .current
        .is_some_and(|limit| limit < contents.len() as u64)
    {
        return Err(rustix::io::Errno::FBIG.into());
    }
    #[cfg(not(unix))]
    let _ = contents;
    Ok(())
}
