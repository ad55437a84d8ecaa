//! The process that holds a lock, as it wrote itself into the lock file.

use std::fmt;

/// The process that holds a lock. `Display` is `process 4711 (refreshing the token of corp)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LockHolder {
    /// The process id, in the pid namespace of the holder: in a container it names another process.
    pub pid: u32,
    /// What the holder does under the lock, such as "refreshing the token of corp"; may be empty.
    pub purpose: String,
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        if self.purpose.is_empty() { Ok(()) } else { write!(f, " ({})", self.purpose) }
    }
}
