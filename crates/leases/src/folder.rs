//! All leases of a person.

use crate::{journal::LeaseJournal, lease::Lease, terms::LeaseTerms};
use daypass_files::{create_private, read_own};
use std::{
    error, fmt, fs, io,
    path::{Path, PathBuf},
};

/// The end of the names of files.
const EXTENSION: &str = "jsonl";
/// The longest file that is read for the log, in bytes.
const MOST_BYTES: u64 = 8 << 20;

/// The leases in a state folder, a file for each.
#[derive(Debug, Clone)]
pub struct Leases(PathBuf);

/// No lease has this id, or several begin with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotFound {
    /// What was looked for.
    pub id: String,
    /// How many begin with it.
    pub count: usize,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            0 => write!(f, "there is no lease {}", self.id),
            count => write!(f, "{count} leases begin with {}", self.id),
        }
    }
}

impl error::Error for NotFound {}

impl Leases {
    /// Names the leases in a state folder.
    pub fn in_folder(state: &Path) -> Self {
        Self(state.join("leases"))
    }

    /// Makes a lease.
    ///
    /// # Errors
    /// The file cannot be created, or there is one.
    pub fn create(&self, terms: &LeaseTerms) -> io::Result<LeaseJournal> {
        create_private(&self.0)?;
        LeaseJournal::create(self.path_of(&terms.id), terms)
    }

    /// Reads all leases, the oldest first. A file that holds none, or cannot be read, is left out.
    pub fn list(&self) -> Vec<Lease> {
        let mut leases: Vec<_> = self
            .ids()
            .into_iter()
            .filter_map(|id| LeaseJournal::at(self.path_of(&id)).lease().ok())
            .collect();
        leases
            .sort_by(|one, other| (one.terms.made, &one.terms.id).cmp(&(other.terms.made, &other.terms.id)));
        leases
    }

    /// Finds the lease whose id begins so.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn find(&self, beginning: &str) -> Result<LeaseJournal, NotFound> {
        let beginning = beginning.to_ascii_lowercase();
        let mut found = self.ids();
        found.retain(|id| !beginning.is_empty() && id.starts_with(&beginning));
        match found.as_slice() {
            [id] => Ok(LeaseJournal::at(self.path_of(id))),
            several => Err(NotFound { id: beginning, count: several.len() }),
        }
    }

    /// Returns the lines of a lease, or of all, the oldest lease first.
    ///
    /// # Errors
    /// A file cannot be read, or is another user's.
    pub fn log(&self, only: Option<&LeaseJournal>) -> io::Result<String> {
        let paths: Vec<_> = match only {
            Some(journal) => vec![journal.path().to_owned()],
            None => self.list().iter().map(|lease| self.path_of(&lease.terms.id)).collect(),
        };
        let mut log = String::new();
        for path in paths {
            let bytes = read_own(&path, MOST_BYTES).map_err(io::Error::other)?.unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            log.extend(text.lines().filter(|line| line.starts_with('{')).map(|line| format!("{line}\n")));
        }
        Ok(log)
    }

    fn path_of(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.{EXTENSION}"))
    }

    /// The ids of all files with such a name.
    fn ids(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().filter_map(Result::ok);
        let id = |name: String| {
            let id = name.strip_suffix(EXTENSION)?.strip_suffix('.')?;
            let is_id = id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_id.then(|| id.to_owned())
        };
        entries.filter_map(|entry| id(entry.file_name().into_string().ok()?)).collect()
    }
}
