//! The exception: a file that cannot be replaced is overwritten, and has its old bytes back where that fails.
//!
//! A file that is a mount of its own (containers are handed one), that lies in a folder which takes no new file, or
//! whose owner would lose it, cannot be replaced by another file. Whatever else hinders a replacement (a full disk, a
//! quota, a limit on the size of files, a broken disk) hinders an overwrite as well, in the middle of the file.

use crate::FileState;
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

/// A failed overwrite, and what it left.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) error: io::Error,
    pub(crate) state: FileState,
}

/// Whether a failed replacement says that this file cannot be replaced by its nature.
pub(crate) fn is_called_for(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        // rename(2) onto a mount point; across mounts.
        Kind::ResourceBusy | Kind::CrossesDevices
        // The folder takes no new file, or the file's owner cannot be kept (EACCES, EPERM); it lies in a read-only
        // mount. The file itself was opened for writing before.
        | Kind::PermissionDenied | Kind::ReadOnlyFilesystem
    )
}

/// Overwrites what is there. Room for all of it is made before the first old byte is lost, and a copy of the old bytes
/// is put into the folder `rescue`, for as long as this takes.
pub(crate) fn overwrite(
    target: &Path,
    old: &[u8],
    contents: &[u8],
    rescue: Option<&Path>,
) -> Result<(), Failed> {
    let untouched = |error| Failed { error, state: FileState::of(target, Some(old), None) };
    let mut file = File::options().read(true).write(true).open(target).map_err(untouched)?;
    let before = old.len() as u64;
    if let Err(error) = make_room(&mut file, before, contents.len() as u64) {
        drop(file.set_len(before));
        return Err(untouched(error));
    }
    let copy = rescue.and_then(|folder| keep(folder, target, old));
    if let Err(error) = fill(&mut file, contents) {
        drop(fill(&mut file, old));
        let state = match FileState::of(target, Some(old), copy.clone()) {
            FileState::Unchanged => FileState::Restored,
            unknown => unknown,
        };
        if state == FileState::Restored {
            forget(copy);
        }
        return Err(Failed { error, state });
    }
    forget(copy);
    Ok(())
}

fn fill(file: &mut File, contents: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(contents)?;
    file.set_len(contents.len() as u64)?;
    file.sync_all()
}

/// Makes the file system promise room for `after` bytes. Where it can only be asked by writing, blank lines are
/// written behind the end: whoever reads meanwhile reads what was there.
fn make_room(file: &mut File, before: u64, after: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::{fs::FallocateFlags, io::Errno};
        match rustix::fs::fallocate(&*file, FallocateFlags::KEEP_SIZE, 0, after.max(1)) {
            Ok(()) => return Ok(()),
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL | Errno::NODEV | Errno::PERM) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if after > before {
        file.seek(io::SeekFrom::Start(before))?;
        io::copy(&mut io::repeat(b'\n').take(after - before), file)?;
        file.sync_all()?;
    }
    Ok(())
}

/// A copy of the old bytes that outlives this process, where one can be made.
fn keep(folder: &Path, target: &Path, old: &[u8]) -> Option<PathBuf> {
    let mut name = target.file_name()?.to_owned();
    name.push(format!(".before-{}", std::process::id()));
    let path = folder.join(name);
    crate::atomic::write(&path, old, crate::atomic::Care::Session).ok().map(|_| path)
}

fn forget(copy: Option<PathBuf>) {
    if let Some(copy) = copy {
        drop(std::fs::remove_file(copy));
    }
}
