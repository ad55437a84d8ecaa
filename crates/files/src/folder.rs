//! Folders for their owner alone, modes and owners.

use crate::Notice;
use std::{
    fs::{self, DirBuilder},
    io,
    path::Path,
};

/// Makes a folder and its parents, 0700 each; one that is there is left as it is.
pub fn create_private(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// The permission bits of what is at the path, links followed. `None` on Windows and where nothing is.
pub fn mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path)
        .ok()
        .map(|data| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o7777);
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Sets the permission bits of what is at the path, links followed. Nothing happens on Windows.
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    return fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}

/// The number of the owner of what is at the path, links followed. `None` on Windows and where nothing is.
pub fn owner(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path).ok().map(|data| std::os::unix::fs::MetadataExt::uid(&data));
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Takes a file or folder away from everybody but its owner. `None` where it is the owner's alone already.
pub fn close_to_others(path: &Path) -> Option<Notice> {
    let was = mode(path).filter(|mode| is_open(*mode))?;
    #[cfg(unix)]
    drop(fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(was & 0o700)));
    let path = path.to_owned();
    // Some file systems say yes and have no modes.
    Some(match mode(&path).filter(|mode| is_open(*mode)) {
        None => Notice::ModeRepaired { path, was },
        Some(is) => Notice::ModeKept { path, is },
    })
}

/// Whose the file or folder is, where it is neither this user's nor the system administrator's. For the administrator
/// everything is at hand, and nothing is somebody else's.
pub fn foreign_owner(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        let me = rustix::process::geteuid().as_raw();
        owner(path).filter(|owner| me != 0 && *owner != me)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Whose the file or folder is, where it is neither this user's nor the administrator's: somebody who can exchange it,
/// and can read what is written into it.
pub(crate) fn stranger(path: &Path) -> Option<u32> {
    foreign_owner(path).filter(|owner| *owner != 0)
}

/// Whether others than this user and the administrator decide what the file says: it, or the folder it lies in, belongs
/// to somebody else, or they may write there. A group that has the user's own number counts as the user.
pub fn others_can_write(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        const STICKY: u32 = 0o1000;
        let own_group = rustix::process::getegid().as_raw();
        let is_open = |path: &Path| {
            let Ok(data) = fs::metadata(path) else { return false };
            let of_group = data.mode() & 0o020 != 0 && data.gid() != own_group && data.gid() != 0;
            let of_all = data.mode() & 0o002 != 0 && !(data.is_dir() && data.mode() & STICKY != 0);
            of_group || of_all || foreign_owner(path).is_some_and(|owner| owner != 0)
        };
        // Where a link leads, the folder there decides as well.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        is_open(&target) || [path, &target].into_iter().filter_map(Path::parent).any(is_open)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// A folder that is somebody else's, and one's own that others may write. Files in either can be exchanged. What the
/// administrator owns, nobody else writes, unless the mode says so.
pub(crate) fn distrust(dir: &Path) -> Option<Notice> {
    let can_be_written = mode(dir)? & 0o022 != 0;
    match foreign_owner(dir) {
        Some(0) if !can_be_written => None,
        Some(owner) => Some(Notice::Foreign { path: dir.to_owned(), owner }),
        None if can_be_written && is_own(dir) => close_to_others(dir),
        None => None,
    }
}

#[cfg(unix)]
fn is_own(path: &Path) -> bool {
    owner(path) == Some(rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
fn is_own(_: &Path) -> bool {
    false
}

/// Whether these permission bits let others than the owner do anything.
pub(crate) fn is_open(mode: u32) -> bool {
    mode & 0o077 != 0
}
