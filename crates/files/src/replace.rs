//! Files written whole or not at all.
//!
//! A temporary file in the same folder, 0600 from its creation, is written, synced and renamed over the target;
//! then the folder is synced. A reader sees the old file or the new one. The writer holds an operating-system
//! lock on its temporary file, so that the next writer can tell the leftover of a killed one (which it
//! removes) from one in use. Where the file system has no locks, leftovers stay.
//!
//! A user's file that cannot be replaced (a mount of its own, as containers are handed one; a folder that takes no
//! new file; an owner who would lose it) is written in place, which a reader may see half done. Nothing else is a
//! reason for that. A write that fails says what it left ([`Error::state`]).

use crate::{
    Care, Error, FileKind, FileState, Notice, Saved, create_private_file, folder, in_place,
    new_file::fits,
    read,
    read::{MOST, at_once},
    sweep::{SUFFIX, sweep},
};
use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// What a writer knows of the file before.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Before<'a> {
    /// Whatever it holds is replaced.
    Any,
    /// It is replaced if it holds this still; `None` if there is still no file.
    Known(Option<&'a [u8]>),
}

/// Writes the file. A symbolic link is followed: its target is replaced, the link stays. What is there and is no
/// regular file (a device, a pipe, a folder) is left alone, with an error.
pub fn write(path: &Path, contents: &[u8], care: Care) -> Result<Saved, Error> {
    write_from(path, contents, care, None, Before::Any)
}

/// Writes the file as [`write()`] does, and follows no link: a symbolic link in the last part of the path is replaced by
/// the file. For files that are the program's own and that nobody else has a reason to link.
pub fn write_unlinked(path: &Path, contents: &[u8], care: Care) -> Result<Saved, Error> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    let target = if is_link { Target::Link(path) } else { Target::File(path.to_owned()) };
    write_to(path, target, contents, care, None, Before::Any)
}

pub(crate) fn write_from(
    path: &Path,
    contents: &[u8],
    care: Care,
    rescue: Option<&Path>,
    before: Before<'_>,
) -> Result<Saved, Error> {
    let target = follow(path).map_err(|error| Error::io("write", path, error))?;
    write_to(path, Target::File(target), contents, care, rescue, before)
}

/// What a rename replaces.
enum Target<'a> {
    /// A file, or nothing.
    File(PathBuf),
    /// A symbolic link, wherever it leads.
    Link(&'a Path),
}

fn write_to(
    path: &Path,
    target: Target<'_>,
    contents: &[u8],
    care: Care,
    rescue: Option<&Path>,
    before: Before<'_>,
) -> Result<Saved, Error> {
    let fail = |error| Error::io("write", path, error);
    let (target, was) = match target {
        Target::Link(link) => (link.to_owned(), Was::default()),
        Target::File(target) => {
            let was = Was::of(&target, care)?;
            (target, was)
        }
    };
    if let Before::Known(before) = before
        && was.bytes.as_deref() != before
    {
        return Err(Error::changed(path));
    }
    let left = |error: Error| match care.is_users() {
        true => error.leaves(FileState::of(&target, was.bytes.as_deref(), None)),
        false => error,
    };
    fits(contents).map_err(|error| left(fail(error)))?;
    let dir = target.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut saved = Saved::default();
    folder::create_private(dir).map_err(|error| left(Error::io("create", dir, error)))?;
    // Who owns the folder can exchange the file, and who owns the file can read what is written over it.
    let stranger = match care {
        Care::Private | Care::Refetchable => folder::stranger(dir).map(|owner| (dir, owner)),
        Care::UsersSecrets => folder::stranger(&target).map(|owner| (&*target, owner)),
        Care::Users => None,
    };
    if let Some((whose, owner)) = stranger {
        return Err(left(Error::foreign("write into", whose, owner)));
    }
    if !care.is_users() {
        saved.notices.extend(path.parent().and_then(folder::close_to_others));
    }
    let leftovers = sweep(dir);
    if leftovers > 0 {
        saved.notices.push(Notice::LeftoversRemoved { folder: dir.to_owned(), count: leftovers });
    }
    match replace(dir, &target, contents, care, &was) {
        Ok(()) => {}
        Err(error) => match was.bytes.as_deref().filter(|_| in_place::is_called_for(&error)) {
            Some(old) => {
                let keep = || rescue.and_then(|folder| keep(folder, &target, old));
                in_place::overwrite(&target, old, contents, keep)
                    .map_err(|failed| fail(failed.error).leaves(failed.state))?;
                saved
                    .notices
                    .push(Notice::WrittenInPlace { path: target.clone(), reason: error.to_string() });
                if care == Care::UsersSecrets {
                    saved.notices.extend(folder::close_to_others(&target));
                }
            }
            None => return Err(left(fail(error))),
        },
    }
    let opened = was.mode.filter(|mode| care != Care::Users && folder::is_open(*mode));
    if let Some(was) = opened.filter(|_| folder::mode(&target).is_some_and(|mode| !folder::is_open(mode))) {
        let repaired = Notice::ModeRepaired { path: target, was };
        if !saved.notices.contains(&repaired) {
            saved.notices.push(repaired);
        }
    }
    Ok(saved)
}

/// A copy of the old bytes that outlives this process, where one can be made.
pub(crate) fn keep(folder: &Path, target: &Path, old: &[u8]) -> Option<PathBuf> {
    let mut name = target.file_name()?.to_owned();
    name.push(format!(".before-{}", std::process::id()));
    let path = folder.join(name);
    write_unlinked(&path, old, Care::Private).ok().map(|_| path)
}

/// What stands where a file is to be written.
#[derive(Default)]
struct Was {
    mode: Option<u32>,
    /// Of a user's file that is there.
    bytes: Option<Vec<u8>>,
    /// Of a user's file.
    #[cfg(unix)]
    owner: Option<(u32, u32)>,
}

impl Was {
    fn of(target: &Path, care: Care) -> Result<Self, Error> {
        let fail = |error| Error::io("write", target, error);
        let found = match fs::metadata(target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found.map_err(fail)?),
        };
        if let Some(kind) = found.as_ref().and_then(|found| FileKind::of(found.file_type())) {
            return Err(Error::not_a_file("write", target, kind));
        }
        let mut bytes = None;
        if found.is_some() && care.is_users() {
            at_once(File::options().write(true)).open(target).map_err(fail)?;
            bytes = read(target, MOST)?;
        }
        #[cfg(unix)]
        let owner = found.as_ref().filter(|_| care.is_users()).map(|found| {
            use std::os::unix::fs::MetadataExt as _;
            (found.uid(), found.gid())
        });
        Ok(Self {
            mode: folder::mode(target),
            bytes,
            #[cfg(unix)]
            owner,
        })
    }
}

/// Where a chain of symbolic links ends, whether or not anything is there.
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

fn replace(dir: &Path, target: &Path, contents: &[u8], care: Care, was: &Was) -> io::Result<()> {
    while_swept(dir, || {
        let (temporary, file) = create(dir, target)?;
        let done = fill(&file, contents, care, was).and_then(|()| {
            // There a lock hinders readers, and the rename makes this the file they read.
            #[cfg(windows)]
            drop(file.unlock());
            fs::rename(&temporary, target)
        });
        if done.is_err() {
            drop(fs::remove_file(&temporary));
        }
        done
    })?;
    if care.is_synced() {
        // Some file systems cannot sync a folder; the file itself is safe by now.
        drop(File::open(dir).and_then(|dir| dir.sync_all()));
    }
    Ok(())
}

/// Tries up to ten times, since another writer's sweep may come between the creation of a temporary file and its lock.
fn while_swept(dir: &Path, mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for _ in 1..10 {
        match attempt() {
            Err(error) if error.kind() == io::ErrorKind::NotFound && dir.is_dir() => {}
            done => return done,
        }
    }
    attempt()
}

/// A new temporary file, locked where there are locks.
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

fn fill(mut file: &File, contents: &[u8], care: Care, was: &Was) -> io::Result<()> {
    file.write_all(contents)?;
    #[cfg(unix)]
    if let (Some(mode), Some((user, group))) = (was.mode, was.owner) {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        if file.metadata()?.uid() != user {
            std::os::unix::fs::fchown(file, Some(user), None)?;
        }
        // A group that the user is not in: the mode without it would be worse than the user's own group with it.
        let _kept = std::os::unix::fs::fchown(file, None, Some(group));
        let mode = if care == Care::UsersSecrets { mode & 0o700 } else { mode };
        file.set_permissions(fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = was;
    if care.is_synced() { file.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_swept_file_is_a_reason_to_try_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (here, gone) = (folder.path(), folder.path().join("gone"));
        // Fails so many times, and is then done.
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
