//! Owner-only folders and files.

use crate::Notice;
use std::{
    fs::{self, DirBuilder, OpenOptions},
    io,
    path::Path,
};

/// Makes a folder and its parents, 0700 each; one that is there is left as it is.
pub(crate) fn create(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Options that make a new file 0600.
pub(crate) fn owner_only() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The permission bits of what is at the path, links followed. `None` on Windows and where nothing is.
pub(crate) fn mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path)
        .ok()
        .map(|data| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o7777);
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Takes a folder away from everybody but its owner.
pub(crate) fn close_to_others(dir: &Path) -> Option<Notice> {
    let was = mode(dir).filter(|mode| mode & 0o077 != 0)?;
    #[cfg(unix)]
    let done = fs::set_permissions(dir, std::os::unix::fs::PermissionsExt::from_mode(0o700));
    #[cfg(not(unix))]
    let done: io::Result<()> = Ok(());
    let path = dir.to_owned();
    Some(match done {
        Ok(()) => Notice::ModeRepaired { path, was },
        Err(_) => Notice::ModeKept { path, is: was },
    })
}
