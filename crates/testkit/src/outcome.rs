//! What a command printed and ended with, and one rendering of it.

use std::fmt;

/// What a command printed and ended with.
#[must_use]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The command line, without the program.
    pub words: String,
    /// The exit code; nothing if a signal ended it.
    pub code: Option<i32>,
    /// Standard output, without what differs from run to run.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
    /// What the stand-in browser showed last.
    pub page: String,
}

impl Outcome {
    /// The same, which must have ended well.
    ///
    /// # Panics
    /// It ended otherwise.
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
