//! Folders of mode 0700, and the modes and owners of files.

use crate::Notice;
use std::{
    fs::{self, DirBuilder},
    io,
    path::Path,
};

/// Creates a folder and its missing parents, each with mode 0700. An existing folder keeps its mode.
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

/// Returns the permission bits of a file or folder, links followed; `None` on Windows and if the path does not exist.
pub fn mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path)
        .ok()
        .map(|data| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o7777);
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Sets the permission bits of a file or folder, links followed. Does nothing on Windows.
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    return fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}

/// Returns the user id of the owner of a file or folder, links followed; `None` on Windows and if the path does not
/// exist.
pub fn owner(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path).ok().map(|data| std::os::unix::fs::MetadataExt::uid(&data));
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// Takes the permissions of the group and of others away from a file or folder. Returns `None` if they had none.
pub fn close_to_others(path: &Path) -> Option<Notice> {
    let was = mode(path).filter(|mode| is_open(*mode))?;
    #[cfg(unix)]
    drop(fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(was & 0o700)));
    let path = path.to_owned();
    // Some file systems accept the change and have no modes.
    Some(match mode(&path).filter(|mode| is_open(*mode)) {
        None => Notice::ModeRepaired { path, was },
        Some(is) => Notice::ModeNotRepaired { path, is },
    })
}

/// Returns the user id of the owner, if that is not the effective user. For root it is always `None`; so it is on
/// Windows.
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

/// Returns the user id of the first foreign owner among a file, a link to it, and the folders of both: one that is neither
/// the effective user nor root. For root it is any other user, unlike in [`foreign_owner`]: what a person of this
/// machine put into a folder decides nothing for root. Always `None` on Windows.
pub fn owner_other_than_me(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let me = rustix::process::geteuid().as_raw();
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let owners = [path, &target].into_iter().flat_map(|path| {
            let of_folder = path.parent().and_then(owner);
            [fs::symlink_metadata(path).ok().map(|data| data.uid()), of_folder]
        });
        owners.flatten().find(|owner| *owner != me && *owner != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Returns the user id of the owner, if that is neither the effective user nor root. Such an owner can replace the file
/// or folder, and can read what is written into it.
pub(crate) fn untrusted_owner(path: &Path) -> Option<u32> {
    foreign_owner(path).filter(|owner| *owner != 0)
}

/// Whether anybody but this user and root can change the file: the file or its folder belongs to another user, or its
/// mode lets others write. The user's own group counts as the user. Always `false` on Windows.
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
        // Who can write the folder of a link's target can replace the target.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        is_open(&target) || [path, &target].into_iter().filter_map(Path::parent).any(is_open)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Reports a folder in which others can replace files: one of another user's, or the user's own that others may write,
/// which is closed to them. A folder of root's is reported only if its mode lets others write.
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

/// Whether root alone can change the file: it and its folder, and those of a link's target, belong to root, and their
/// modes let nobody else write. Always `true` on Windows, where access lists are not looked at.
pub(crate) fn only_root_can_write(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let is_roots =
            |path: &Path| fs::metadata(path).is_ok_and(|data| data.uid() == 0 && data.mode() & 0o022 == 0);
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        is_roots(&target) && [path, &target].into_iter().filter_map(Path::parent).all(is_roots)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        true
    }
}
