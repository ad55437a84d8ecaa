//! The file of one lease: read, asked and added to under its lock.

use crate::{
    lease::{Lease, LeaseRefusal},
    record::{self, Record},
    terms::LeaseTerms,
};
use daypass_files::{create_private_file, open_to_read_and_append};
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The longest file of a lease, in bytes: one that has it gives no more answers.
const MOST_BYTES: u64 = 4 << 20;

/// The file of a lease.
#[derive(Debug)]
pub struct LeaseJournal {
    path: PathBuf,
    read: Mutex<Progress>,
}

/// What was read of the file so far.
#[derive(Debug)]
struct Progress {
    lease: Option<Lease>,
    /// How many bytes, up to the end of a line.
    bytes: u64,
}

/// The file under its lock, with what all processes have added.
struct Locked<'a> {
    file: File,
    progress: &'a mut Progress,
    /// A line that a killed process has left without its end.
    has_torn_line: bool,
}

impl LeaseJournal {
    /// Creates the file with the terms.
    pub(crate) fn create(path: PathBuf, terms: &LeaseTerms) -> io::Result<Self> {
        drop(create_private_file(&path)?);
        let mut file = open_to_read_and_append(&path)?;
        file.lock()?;
        file.write_all(record::made(terms).as_bytes())?;
        file.sync_all()?;
        Ok(Self::at(path))
    }

    /// Names the file of a lease.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path, read: Mutex::new(Progress { lease: None, bytes: 0 }) }
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what the lease is now.
    ///
    /// # Errors
    /// The file cannot be opened or read, is another user's, or holds no terms.
    pub fn lease(&self) -> io::Result<Lease> {
        self.locked(|locked| locked.lease().cloned())
    }

    /// Says why the lease would refuse an answer now, and writes nothing: before credentials are fetched for one.
    ///
    /// # Errors
    /// As [`LeaseJournal::lease`].
    pub fn refusal(&self, now: SystemTime, place: Option<&str>) -> io::Result<Option<LeaseRefusal>> {
        self.locked(|locked| Ok(locked.lease()?.refusal(now, place)))
    }

    /// Gives an answer with the credentials of this access key id, or says why not; one record either way. Hand the
    /// credentials out after it has returned `Ok`, and never otherwise.
    ///
    /// # Errors
    /// As [`LeaseJournal::lease`]; the record cannot be written, or the file has 4 MiB. Then nothing may be handed out.
    pub fn answer(
        &self,
        now: SystemTime,
        place: Option<&str>,
        key_id: &str,
    ) -> io::Result<Result<(), LeaseRefusal>> {
        self.locked(|locked| {
            if locked.progress.bytes > MOST_BYTES {
                return Err(io::Error::other("the record of the lease is full"));
            }
            let lease = locked.lease()?;
            let id = lease.terms.id.clone();
            match lease.refusal(now, place) {
                None => locked.add(&record::answered(&id, now, place, key_id)).map(Ok),
                Some(why) => locked.add(&record::refused(&id, now, place, why.word())).map(|()| Err(why)),
            }
        })
    }

    /// Ends the lease; `by` says for the record who or what did. Returns whether it was live. Whoever answers
    /// after that, in any process, refuses.
    ///
    /// # Errors
    /// As [`LeaseJournal::answer`].
    pub fn end(&self, now: SystemTime, by: &str) -> io::Result<bool> {
        self.locked(|locked| {
            let lease = locked.lease()?;
            let (is_live, id) = (lease.is_live(now), lease.terms.id.clone());
            if lease.ended.is_none() {
                locked.add(&record::ended(&id, now, by))?;
            }
            Ok(is_live)
        })
    }

    fn locked<T>(&self, act: impl FnOnce(&mut Locked<'_>) -> io::Result<T>) -> io::Result<T> {
        let mut progress = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let file = open_to_read_and_append(&self.path)?;
        file.lock()?;
        let mut locked = Locked { file, progress: &mut progress, has_torn_line: false };
        locked.catch_up()?;
        act(&mut locked)
    }
}

impl Locked<'_> {
    /// Takes in the lines that were added since.
    fn catch_up(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() < self.progress.bytes {
            return Err(io::Error::other("the record of the lease was cut"));
        }
        self.file.seek(SeekFrom::Start(self.progress.bytes))?;
        let mut new = Vec::new();
        (&self.file).take(2 * MOST_BYTES).read_to_end(&mut new)?;
        let whole = new.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        self.has_torn_line = new.len() > whole;
        let (lines, _) = new.split_at(whole);
        for record in lines.split(|byte| *byte == b'\n').filter_map(Record::of_line) {
            match (&mut self.progress.lease, record) {
                (None, Record::Made(terms)) => self.progress.lease = Some(Lease::new(*terms)),
                (Some(lease), record) => lease.take(record),
                (None, _) => {}
            }
        }
        self.progress.bytes += u64::try_from(whole).map_err(io::Error::other)?;
        Ok(())
    }

    fn lease(&self) -> io::Result<&Lease> {
        self.progress.lease.as_ref().ok_or_else(|| io::Error::other("it holds no lease"))
    }

    /// Adds a line in one write, and takes it in.
    fn add(&mut self, line: &str) -> io::Result<()> {
        let end = if self.has_torn_line { "\n" } else { "" };
        self.file.write_all(format!("{end}{line}").as_bytes())?;
        self.catch_up()
    }
}
