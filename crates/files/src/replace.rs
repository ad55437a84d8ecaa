//! Writes files whole or not at all, by a temporary file and a rename.
//!
//! A temporary file in the target's folder, mode 0600 from its creation, is written, synced and renamed over the
//! target; then the folder is synced. A reader sees the old file or the new one. The writer holds an operating-system
//! lock on its temporary file, so that the next writer can tell the leftover of a killed writer, which it removes, from
//! a file in use. On a file system without locks, leftovers stay.
//!
//! A user's file that a rename cannot replace (a mount point, as in containers; a folder that takes no new file; an
//! owner who would change) is overwritten in place, and a reader may see it half written. No other error leads to that.
//! A write that fails says what it left ([`Error::state`]).

use crate::{
    Error, FileState, Notice, Saved, WritePolicy, create_private_file,
    existing::Existing,
    folder, held, in_place,
    new_file::check_size_limit,
    sweep::{SUFFIX, sweep},
};
use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// What the file must hold for a write to go on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected<'a> {
    /// The file may hold anything.
    Any,
    /// The file must hold these bytes; `None`: the file must not exist.
    Known(Option<&'a [u8]>),
}

/// Replaces the file, or creates it. A symbolic link is followed: its target is replaced, the link stays.
///
/// Blocks for as long as the disk takes; with a synced [`WritePolicy`] that is milliseconds.
///
/// # Errors
/// [`crate::ErrorKind::NotAFile`] for a device, a pipe or a folder, which stays as it is; [`crate::ErrorKind::Denied`]
/// if the folder of a private file, or an existing file for secrets, belongs to another user; errors of the operating
/// system.
pub fn write(path: &Path, contents: &[u8], policy: WritePolicy) -> Result<Saved, Error> {
    write_expecting(path, contents, policy, None, Expected::Any)
}

/// Replaces the file as [`write()`] does, but follows no link: a symbolic link in the last part of the path is replaced
/// by the file. For the program's own files, which nobody else has a reason to link.
pub fn write_unlinked(path: &Path, contents: &[u8], policy: WritePolicy) -> Result<Saved, Error> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let target = if is_link { Target::Link(path) } else { Target::File(path.to_owned()) };
    write_to(path, target, contents, policy, None, Expected::Any)
}

/// Replaces the file as [`write()`] does, if it still holds what the caller read. `rescue` is the folder for a copy of
/// the old bytes while the file is overwritten in place.
///
/// # Errors
/// As [`write()`], and [`crate::ErrorKind::Changed`] if the file holds something else.
pub(crate) fn write_expecting(
    path: &Path,
    contents: &[u8],
    policy: WritePolicy,
    rescue: Option<&Path>,
    expected: Expected<'_>,
) -> Result<Saved, Error> {
    let target = follow(path).map_err(|error| Error::io("write", path, error))?;
    write_to(path, Target::File(target), contents, policy, rescue, expected)
}

/// What the rename replaces.
enum Target<'a> {
    /// A file, which need not exist.
    File(PathBuf),
    /// A symbolic link itself, not its target.
    Link(&'a Path),
}

fn write_to(
    path: &Path,
    target: Target<'_>,
    contents: &[u8],
    policy: WritePolicy,
    rescue: Option<&Path>,
    expected: Expected<'_>,
) -> Result<Saved, Error> {
    let fail = |error| Error::io("write", path, error);
    let (target, was) = match target {
        Target::Link(link) => (link.to_owned(), Existing::default()),
        Target::File(target) => {
            let was = Existing::of(&target, policy)?;
            (target, was)
        }
    };
    if let Expected::Known(bytes) = expected
        && was.bytes.as_deref() != bytes
    {
        return Err(Error::changed(path));
    }
    let left = |error: Error| match policy.is_user_file() {
        true => error.with_state(FileState::of(&target, was.bytes.as_deref(), None)),
        false => error,
    };
    check_size_limit(contents).map_err(|error| left(fail(error)))?;
    let dir = target.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut saved = Saved::default();
    folder::create_private(dir).map_err(|error| left(Error::io("create", dir, error)))?;
    // The owner of the folder can replace the file, and the owner of the file can read what is written over it.
    let untrusted_owner = match policy {
        WritePolicy::Private | WritePolicy::Refetchable => {
            folder::untrusted_owner(dir).map(|owner| (dir, owner))
        }
        WritePolicy::UserSecrets => folder::untrusted_owner(&target).map(|owner| (&*target, owner)),
        WritePolicy::UserFile => None,
    };
    if let Some((whose, owner)) = untrusted_owner {
        return Err(left(Error::owned_by_other("write into", whose, owner)));
    }
    if !policy.is_user_file() {
        saved.notices.extend(path.parent().and_then(folder::close_to_others));
    }
    let leftovers = sweep(dir);
    if leftovers > 0 {
        saved.notices.push(Notice::LeftoversRemoved { folder: dir.to_owned(), count: leftovers });
    }
    match replace(dir, &target, contents, policy, &was) {
        Ok(()) => {}
        Err(error) => match was.bytes.as_deref().filter(|_| in_place::cannot_be_replaced(&error)) {
            Some(old) => {
                let keep = || rescue.and_then(|folder| keep(folder, &target, old));
                in_place::overwrite(&target, old, contents, keep)
                    .map_err(|failed| fail(failed.error).with_state(failed.state))?;
                saved
                    .notices
                    .push(Notice::WrittenInPlace { path: target.clone(), reason: error.to_string() });
                if policy == WritePolicy::UserSecrets {
                    saved.notices.extend(folder::close_to_others(&target));
                }
            }
            None => return Err(left(fail(error))),
        },
    }
    let opened = was.mode.filter(|mode| policy != WritePolicy::UserFile && folder::is_open(*mode));
    if let Some(was) = opened.filter(|_| folder::mode(&target).is_some_and(|mode| !folder::is_open(mode))) {
        let repaired = Notice::ModeRepaired { path: target, was };
        if !saved.notices.contains(&repaired) {
            saved.notices.push(repaired);
        }
    }
    Ok(saved)
}

/// Writes the old bytes to `NAME.before-PID` in this folder, so that they outlive this process; `None` if that fails.
pub(crate) fn keep(folder: &Path, target: &Path, old: &[u8]) -> Option<PathBuf> {
    let mut name = target.file_name()?.to_owned();
    name.push(format!(".before-{}", std::process::id()));
    let path = folder.join(name);
    write_unlinked(&path, old, WritePolicy::Private).ok().map(|_| path)
}

/// Follows symbolic links to their end, whether or not a file exists there.
///
/// # Errors
/// A chain of more than 40 links, as in the Linux kernel.
pub fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(link) => path = path.parent().unwrap_or(Path::new("")).join(link),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn replace(
    dir: &Path,
    target: &Path,
    contents: &[u8],
    policy: WritePolicy,
    was: &Existing,
) -> io::Result<()> {
    while_swept(dir, || {
        let (temporary, file) = create(dir, target)?;
        let done = fill(&file, contents, policy, was).and_then(|()| {
            // On Windows a lock keeps readers out, and the rename makes this the file that they read.
            #[cfg(windows)]
            drop(file.unlock());
            held::for_at_most(held::patience(policy), held::may_be_held, || fs::rename(&temporary, target))
        });
        if done.is_err() {
            drop(fs::remove_file(&temporary));
        }
        done
    })?;
    if policy.is_synced() {
        // Some file systems cannot sync a folder; the file itself is safe by now.
        drop(File::open(dir).and_then(|dir| dir.sync_all()));
    }
    Ok(())
}

/// Tries up to ten times, since another writer's sweep may remove the temporary file between its creation and its lock.
fn while_swept(dir: &Path, mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for _ in 1..10 {
        match attempt() {
            Err(error) if error.kind() == io::ErrorKind::NotFound && dir.is_dir() => {}
            done => return done,
        }
    }
    attempt()
}

/// Creates a temporary file and locks it, if the file system has locks.
fn create(dir: &Path, target: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}-{}{SUFFIX}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let path = dir.join(name);
        let file = match create_private_file(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        // A sweeper that has the lock is about to remove the file.
        if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Ok((path, file));
        }
    }
}

fn fill(mut file: &File, contents: &[u8], policy: WritePolicy, was: &Existing) -> io::Result<()> {
    file.write_all(contents)?;
    #[cfg(unix)]
    if let (Some(mode), Some((user, group))) = (was.mode, was.owner) {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        if file.metadata()?.uid() != user {
            std::os::unix::fs::fchown(file, Some(user), None)?;
        }
        // The user may not be in the old group. Then the file gets the user's own group and keeps its mode, which is
        // better than a mode without the group's permissions.
        let _kept = std::os::unix::fs::fchown(file, None, Some(group));
        let mode = if policy == WritePolicy::UserSecrets { mode & 0o700 } else { mode };
        file.set_permissions(fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = was;
    if policy.is_synced() { file.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_swept_file_is_a_reason_to_try_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (here, gone) = (folder.path(), folder.path().join("gone"));
        // The attempt fails `failures` times, then succeeds.
        let check = |dir: &Path, kind: io::ErrorKind, failures: u32, tries: u32, is_done: bool| {
            let mut tried = 0;
            let done = while_swept(dir, || {
                tried += 1;
                if tried > failures { Ok(()) } else { Err(kind.into()) }
            });
            assert_eq!((tried, done.is_ok()), (tries, is_done), "{kind:?}, {failures}");
        };
        check(here, io::ErrorKind::NotFound, 0, 1, true);
        check(here, io::ErrorKind::NotFound, 9, 10, true);
        check(here, io::ErrorKind::NotFound, 10, 10, false);
        check(&gone, io::ErrorKind::NotFound, 9, 1, false);
        check(here, io::ErrorKind::StorageFull, 9, 1, false);
    }
}
