//! The outcome of a command: what it printed, and its exit code.

use std::fmt;

/// What a command printed, and its exit code. `Display` writes it for snapshots.
#[must_use]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The command line, without the program.
    pub words: String,
    /// The exit code; `None` if a signal ended the command.
    pub code: Option<i32>,
    /// Standard output, without parts that differ from run to run.
    pub stdout: String,
    /// Standard error, without parts that differ from run to run.
    pub stderr: String,
    /// The last page of the browser.
    pub page: String,
}

impl Outcome {
    /// Returns the outcome of a command that succeeded.
    ///
    /// # Panics
    /// Panics if the exit code is not 0.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{self}");
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ daypass {}", self.words)?;
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "[stderr]\n{}", self.stderr)?;
        }
        match self.code {
            Some(code) => writeln!(f, "[exit {code}]"),
            None => writeln!(f, "[killed]"),
        }
    }
}
