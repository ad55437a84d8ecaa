//! An operating-system lock on a lock file of its own, for one writer at a time.
//!
//! The kernel releases the lock when its holder ends, even by a signal. A lock file that exists means nothing, and none
//! is ever removed: two processes could then lock two files of one name. The AWS CLI and the SDKs take no lock, so that
//! this one covers only programs that use it: read the file again once you hold it.

use crate::{
    Backoff, Error, LockHolder, Notice, folder,
    new_file::{check_size_limit, owner_only},
    own_file,
};
use std::{
    fmt,
    fs::{File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

/// The length of a lock file, in bytes.
const LOCK_FILE_BYTES: usize = 256;

/// An operating-system lock (flock(2) on Unix); dropping it releases it.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub struct Lock {
    file: Option<File>,
    notice: Option<Notice>,
}

impl Lock {
    /// Takes the lock `NAME.lock` in this folder if no process holds it, without waiting. Other processes read
    /// `purpose`, such as "refreshing the token of corp", in their error.
    ///
    /// # Errors
    /// Only [`crate::ErrorKind::Locked`]. On a file system without locks, and in a folder that cannot be written, the
    /// result holds no lock and [`Lock::notice`] says so.
    pub fn try_acquire(dir: &Path, name: &dyn fmt::Display, purpose: &str) -> Result<Self, Error> {
        let path = dir.join(format!("{name}.lock"));
        let mut file = match open(dir, &path) {
            Ok(file) => file,
            Err(error) => return Ok(Self::unlocked(path, &error)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::locked(&path, holder(&mut file))),
            Err(TryLockError::Error(error)) => return Ok(Self::unlocked(path, &error)),
        }
        // The line only informs those who wait: on a full disk the lock holds without it.
        drop(write_holder(&mut file, purpose));
        Ok(Self { file: Some(file), notice: None })
    }

    /// Takes the lock as [`Lock::try_acquire`] does, and waits for it up to `at_most` in the steps of [`Backoff`], by
    /// calling `sleep`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Locked`] after `at_most`; it names the holder.
    pub fn acquire(
        dir: &Path,
        name: &dyn fmt::Display,
        purpose: &str,
        at_most: Duration,
        sleep: &mut dyn FnMut(Duration),
    ) -> Result<Self, Error> {
        let mut waits = Backoff::new(at_most);
        loop {
            match Self::try_acquire(dir, name, purpose) {
                Ok(lock) => return Ok(lock),
                Err(error) => match waits.next() {
                    Some(wait) => sleep(wait),
                    None => return Err(error),
                },
            }
        }
    }

    /// Returns why no lock is held: the file system has no locks, or the folder cannot be written.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    fn unlocked(path: PathBuf, reason: &io::Error) -> Self {
        Self { file: None, notice: Some(Notice::Unlocked { path, reason: reason.to_string() }) }
    }
}

impl Drop for Lock {
    /// Unlocks by name: a child that another thread forks holds a copy of the file until it runs its program, and a
    /// lock whose file is only closed would last as long as that copy.
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            drop(file.unlock());
        }
    }
}

fn open(dir: &Path, path: &Path) -> io::Result<File> {
    folder::create_private(dir)?;
    own_file::open(owner_only().read(true).write(true).create(true).truncate(false), path)
}

/// Writes process id and purpose as one line of fixed length. Truncating the file first would cost milliseconds: ext4
/// flushes a file that was truncated and written again.
fn write_holder(file: &mut File, purpose: &str) -> io::Result<()> {
    let purpose = purpose.replace(char::is_control, " ");
    let mut line = format!("{} {purpose}", std::process::id()).into_bytes();
    line.resize(LOCK_FILE_BYTES - 1, b' ');
    line.push(b'\n');
    check_size_limit(&line)?;
    file.rewind()?;
    file.write_all(&line)
}

/// Reads the holder from a lock file; `None` on Windows, where a locked file cannot be read.
fn holder(file: &mut File) -> Option<LockHolder> {
    let mut line = Vec::new();
    file.take(LOCK_FILE_BYTES as u64).read_to_end(&mut line).ok()?;
    let text = String::from_utf8_lossy(&line);
    let (pid, purpose) = text.trim_end().split_once(' ').unwrap_or((text.trim_end(), ""));
    Some(LockHolder { pid: pid.parse().ok()?, purpose: purpose.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn a_copy_of_the_file_does_not_keep_the_lock() {
        let home = tempfile::tempdir().expect("a folder");
        let held = Lock::try_acquire(home.path(), &"corp", "x").expect("free");
        let copy = held.file.as_ref().expect("a lock").try_clone().expect("as a fork makes one");
        drop(held);
        drop(Lock::try_acquire(home.path(), &"corp", "y").expect("free again"));
        drop(copy);
    }
}
