//! Files written whole or not at all.
//!
//! A temporary file in the same folder, 0600 from its creation, is written, synced and renamed over the target;
//! then the folder is synced. A reader sees the old file or the new one. The writer holds an operating-system
//! lock on its temporary file, so that the next writer can tell the leftover of a killed one (which it
//! removes) from one in use. Where the file system has no locks, leftovers stay.
//!
//! A config file that cannot be replaced (a mount of its own, as containers are handed one; a folder that takes no
//! new file; an owner who would lose it) is written in place, which a reader may see half done. Nothing else is a
//! reason for that. A write that fails says what it left ([`Error::state`]).

use crate::{Error, FileState, Notice, Saved, folder, in_place};
use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// How much care a file needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each caller chooses one")]
pub enum Care {
    /// A session hangs on it: synced, 0600, in a folder 0700.
    Session,
    /// It can be fetched again: as [`Care::Session`], but not synced. After a power cut it may be empty or gone,
    /// which costs one call; a sync would cost milliseconds each time.
    Refetchable,
    /// The user's own file: synced; it keeps its owner and mode, its folder too; a new one is 0600. One that the
    /// user may not write is not replaced either.
    Config,
}

/// The end of our temporary files' names: not `.json`, so that no AWS tool takes one for a cache file.
const SUFFIX: &str = ".daypass-tmp";

/// Writes the file. A symbolic link is followed: its target is replaced, the link stays. What is there and is no
/// regular file (a device, a pipe, a folder) is left alone, with an error.
pub fn write(path: &Path, contents: &[u8], care: Care) -> Result<Saved, Error> {
    write_rescued(path, contents, care, None)
}

/// Writes the file as [`write`] does. Should it have to be written in place, a copy of what was there lies in the
/// folder `rescue` (owner-only) until that is done, and stays where it could not be put back.
pub fn write_rescued(
    path: &Path,
    contents: &[u8],
    care: Care,
    rescue: Option<&Path>,
) -> Result<Saved, Error> {
    let fail = |error| Error::io("write", path, error);
    let target = follow(path).map_err(fail)?;
    let was = Was::of(&target, care).map_err(fail)?;
    let left = |error: Error| match care {
        Care::Config => error.leaves(FileState::of(&target, was.bytes.as_deref(), None)),
        Care::Session | Care::Refetchable => error,
    };
    fits(contents).map_err(|error| left(fail(error)))?;
    let dir = target.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut saved = Saved::default();
    folder::create(dir).map_err(|error| left(Error::io("create", dir, error)))?;
    if care != Care::Config {
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
                in_place::overwrite(&target, old, contents, rescue)
                    .map_err(|failed| fail(failed.error).leaves(failed.state))?;
                saved
                    .notices
                    .push(Notice::WrittenInPlace { path: target.clone(), reason: error.to_string() });
            }
            None => return Err(left(fail(error))),
        },
    }
    if let Some(was) = was.mode.filter(|mode| care != Care::Config && mode & 0o077 != 0) {
        saved.notices.push(Notice::ModeRepaired { path: target, was });
    }
    Ok(saved)
}

/// What stands where a file is to be written.
struct Was {
    mode: Option<u32>,
    /// Of a config file that is there.
    bytes: Option<Vec<u8>>,
    /// Of a config file.
    #[cfg(unix)]
    owner: Option<(u32, u32)>,
}

impl Was {
    fn of(target: &Path, care: Care) -> io::Result<Self> {
        let found = match fs::metadata(target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found?),
        };
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = None;
        if found.is_some() && care == Care::Config {
            File::options().write(true).open(target)?;
            bytes = Some(fs::read(target)?);
        }
        #[cfg(unix)]
        let owner = found.as_ref().filter(|_| care == Care::Config).map(|found| {
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

/// A process may be limited in the size of the files it makes (`ulimit -f`), and a write beyond that would end it by a
/// signal, in the middle of the file.
fn fits(contents: &[u8]) -> io::Result<()> {
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

/// Whether a file name is that of a temporary file of ours.
pub(crate) fn is_leftover(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(SUFFIX))
}

/// Where a chain of symbolic links ends, whether or not anything is there.
pub(crate) fn follow(path: &Path) -> io::Result<PathBuf> {
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
    let mut attempts = 0;
    loop {
        attempts += 1;
        let (temporary, file) = create(dir, target)?;
        let done = fill(&file, contents, care, was).and_then(|()| {
            // There a lock hinders readers, and the rename makes this the file they read.
            #[cfg(windows)]
            drop(file.unlock());
            fs::rename(&temporary, target)
        });
        match done {
            Ok(()) => break,
            // Another writer's sweep came between the creation and the lock.
            Err(error) if error.kind() == io::ErrorKind::NotFound && attempts < 10 && dir.is_dir() => {}
            Err(error) => {
                drop(fs::remove_file(&temporary));
                return Err(error);
            }
        }
    }
    if care != Care::Refetchable {
        // Some file systems cannot sync a folder; the file itself is safe by now.
        drop(File::open(dir).and_then(|dir| dir.sync_all()));
    }
    Ok(())
}

/// A new temporary file, locked where there are locks.
fn create(dir: &Path, target: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}-{}{SUFFIX}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let path = dir.join(name);
        let file = match folder::owner_only().write(true).create_new(true).open(&path) {
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
        file.set_permissions(fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = was;
    if care == Care::Refetchable { Ok(()) } else { file.sync_all() }
}

/// Removes the temporary files of writers that are no more.
pub(crate) fn sweep(dir: &Path) -> usize {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let leftovers = entries.flatten().filter(|entry| is_leftover(&entry.file_name()));
    leftovers.filter(|entry| remove_if_abandoned(&entry.path())).count()
}

fn remove_if_abandoned(path: &Path) -> bool {
    let Ok(file) = File::options().write(true).open(path) else { return false };
    file.try_lock().is_ok() && fs::remove_file(path).is_ok()
}
