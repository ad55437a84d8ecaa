//! The log of who took what, when: a line of JSON for each, added and never changed.

use crate::guard::GuardTarget;
use daypass_files::{create_private, create_private_file, open_to_append};
use serde_json::{Map, Value};
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// The log in a state folder.
///
/// ```
/// use daypass_guard::{GuardLog, LogEntry};
///
/// # let state = tempfile::tempdir()?;
/// let log = GuardLog::in_folder(state.path());
/// log.append(&LogEntry::default().with("time", "2026-11-26T15:00:00Z").with("command", "exec"))?;
/// assert_eq!(std::fs::read_to_string(log.path())?, "{\"command\":\"exec\",\"time\":\"2026-11-26T15:00:00Z\"}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct GuardLog(PathBuf);

/// An entry: names and texts, none of them a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogEntry(Map<String, Value>);

impl LogEntry {
    /// Adds a text.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), Value::String(text.into()));
        self
    }

    /// Adds what a target is: its account, the account's first name, its role and its session.
    #[must_use]
    pub fn of_target(self, target: &GuardTarget) -> Self {
        self.with_if("account", target.account.as_deref())
            .with_if("name", target.names.first().map(String::as_str))
            .with_if("role", target.role.as_deref())
            .with_if("session", target.session.as_deref())
    }

    /// Adds a text that there may be.
    #[must_use]
    pub fn with_if(self, name: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.with(name, text),
            None => self,
        }
    }
}

impl GuardLog {
    /// Names the log in a state folder.
    pub fn in_folder(state: &Path) -> Self {
        Self(state.join("guard.log"))
    }

    /// Returns the path of the log.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Adds an entry, and syncs it to disk. It is one write at the end of the file, so that processes do not mix their lines;
    /// a line that a killed process or a full disk has left without its end is ended first.
    ///
    /// # Errors
    /// The file cannot be opened or written; it is no regular file, has another name, or belongs to another user.
    pub fn append(&self, entry: &LogEntry) -> io::Result<()> {
        let mut file = match open_to_append(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.0.parent().map_or(Ok(()), create_private)?;
                // Another process may have been first.
                drop(create_private_file(&self.0));
                open_to_append(&self.0)?
            }
            opened => opened?,
        };
        // A reader may see the half of another process's line. Where files cannot be locked, that costs an empty line.
        let _unlocked = file.lock();
        let is_empty = file.metadata().is_ok_and(|data| data.len() == 0);
        let end = if is_empty || self.is_at_line_end() { "" } else { "\n" };
        let line = format!("{end}{}\n", Value::Object(entry.0.clone()));
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }

    fn is_at_line_end(&self) -> bool {
        let last = || -> io::Result<u8> {
            let mut file = File::open(&self.0)?;
            file.seek(SeekFrom::End(-1))?;
            let mut byte = [0];
            file.read_exact(&mut byte)?;
            let [byte] = byte;
            Ok(byte)
        };
        // Where that cannot be found out, an empty line does no harm.
        last().is_ok_and(|byte| byte == b'\n')
    }
}
