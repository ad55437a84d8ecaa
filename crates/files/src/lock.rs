//! One writer at a time: an operating-system lock on a file of its own, in a state folder of ours.
//!
//! The kernel lets go of it when its holder dies, however it dies; a lock file that exists means nothing, and none
//! is ever removed: that would let two processes lock two files of one name. The
//! AWS CLI and the SDKs take no lock, so it covers daypass alone: read again once you hold it.

use crate::{
    Error, Holder, Notice, folder,
    new_file::{fits, owner_only},
    own_file,
};
use std::{
    fmt,
    fs::{File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

/// The length of a lock file.
const LINE: usize = 256;

/// Held until it is dropped.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub struct Lock {
    _file: Option<File>,
    notice: Option<Notice>,
}

impl Lock {
    /// Takes the lock of this name in this folder if nobody has it; `what` is what others read about us meanwhile. The only error
    /// is [`crate::ErrorKind::Locked`]: where there are no locks at all, or the folder cannot be written, the
    /// result holds none and says so in [`Lock::notice`].
    pub fn try_acquire(dir: &Path, name: &dyn fmt::Display, what: &str) -> Result<Self, Error> {
        let path = dir.join(format!("{name}.lock"));
        let mut file = match open(dir, &path) {
            Ok(file) => file,
            Err(error) => return Ok(Self::none(path, &error)),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::locked(&path, holder(&mut file))),
            Err(TryLockError::Error(error)) => return Ok(Self::none(path, &error)),
        }
        // Only a courtesy to those who wait: the lock holds without it, on a full disk too.
        drop(sign(&mut file, what));
        Ok(Self { _file: Some(file), notice: None })
    }

    /// Takes the lock, waiting for it in the steps of [`Backoff`] by calling `sleep`. After `at_most`, the
    /// error names the holder.
    pub fn acquire(
        dir: &Path,
        name: &dyn fmt::Display,
        what: &str,
        at_most: Duration,
        sleep: &mut dyn FnMut(Duration),
    ) -> Result<Self, Error> {
        let mut waits = Backoff::new(at_most);
        loop {
            match Self::try_acquire(dir, name, what) {
                Ok(lock) => return Ok(lock),
                Err(error) => match waits.next() {
                    Some(wait) => sleep(wait),
                    None => return Err(error),
                },
            }
        }
    }

    /// Why this is no lock at all, where it is not.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    fn none(path: PathBuf, reason: &io::Error) -> Self {
        Self { _file: None, notice: Some(Notice::Unlocked { path, reason: reason.to_string() }) }
    }
}

/// How long to wait before each new try: 1 ms, doubling up to 50 ms, in all as long as was allowed. For those
/// who sleep in their own way.
#[derive(Debug, Clone)]
pub struct Backoff {
    next: Duration,
    left: Duration,
}

impl Backoff {
    const MOST: Duration = Duration::from_millis(50);

    /// Waits that add up to `at_most`.
    pub fn new(at_most: Duration) -> Self {
        Self { next: Duration::from_millis(1), left: at_most }
    }
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let wait = self.next.min(self.left);
        self.next = (self.next * 2).min(Self::MOST);
        self.left -= wait;
        (!wait.is_zero()).then_some(wait)
    }
}

fn open(dir: &Path, path: &Path) -> io::Result<File> {
    folder::create_private(dir)?;
    own_file::open(owner_only().read(true).write(true).create(true).truncate(false), path)
}

/// One line of fixed length. To shorten the file first would cost milliseconds: ext4 flushes a file that was
/// emptied and written again.
fn sign(file: &mut File, what: &str) -> io::Result<()> {
    let what = what.replace(char::is_control, " ");
    let mut line = format!("{} {what}", std::process::id()).into_bytes();
    line.resize(LINE - 1, b' ');
    line.push(b'\n');
    fits(&line)?;
    file.rewind()?;
    file.write_all(&line)
}

/// On Windows a locked file cannot be read; then nobody is named.
fn holder(file: &mut File) -> Option<Holder> {
    let mut line = Vec::new();
    file.take(LINE as u64).read_to_end(&mut line).ok()?;
    let text = String::from_utf8_lossy(&line);
    let (pid, what) = text.trim_end().split_once(' ').unwrap_or((text.trim_end(), ""));
    Some(Holder { pid: pid.parse().ok()?, what: what.to_owned() })
}
