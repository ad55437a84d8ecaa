//! How a program is run: what the caller's implementation gets, keeps and returns.

use std::{fmt, io, time::Duration};
use zeroize::Zeroizing;

/// How long a helper has where nobody can be asked.
pub const SILENT_TIME_LIMIT: Duration = Duration::from_secs(2);
/// How long a helper has that may ask a person.
pub const ASKING_TIME_LIMIT: Duration = Duration::from_secs(60);
/// How much a helper may print, in bytes.
pub const MAX_HELPER_OUTPUT: u64 = 64 << 10;

/// Whether a holder may ask a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Questions {
    /// A person sits at a terminal, and waits for what needs the key.
    Allowed,
    /// Nobody is there, or nobody waits: a `credential_process`, a server, a script.
    Forbidden,
}

impl Questions {
    pub(crate) fn time_limit(self) -> Duration {
        match self {
            Self::Allowed => ASKING_TIME_LIMIT,
            Self::Forbidden => SILENT_TIME_LIMIT,
        }
    }
}

/// A program to be run. Redacted in `Debug`: its input may hold keys.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct HelperCall<'a> {
    /// The program and its arguments; the program is looked for in `PATH` if it has no separator, and run without a shell.
    pub words: &'a [String],
    /// What it reads from standard input, which then ends.
    pub input: &'a [u8],
    /// When it is killed.
    pub time_limit: Duration,
    /// Whether it may have the terminal. If not, it gets none: no controlling terminal, if the platform can do without one.
    pub questions: Questions,
}

/// What a program did.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "built by whoever runs programs")]
pub struct HelperOutput {
    /// Whether it ended with exit code 0.
    pub success: bool,
    /// What it printed on standard output, up to [`MAX_HELPER_OUTPUT`] and one byte. May hold keys.
    pub printed: Zeroizing<Vec<u8>>,
}

/// Why a program gave no output.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "built by whoever runs programs")]
pub enum RunFailure {
    /// There is no such program.
    NotFound,
    /// It did not end within its time, and was killed.
    TimedOut,
    /// It cannot be started or read.
    Io(io::Error),
}

/// Runs programs. The one place of a program that starts processes implements it.
pub trait RunHelper: Send + Sync {
    /// Runs a program to its end, kills it when its time is over, and returns what it printed. Standard error is for the
    /// person, if there is one, and is not read.
    ///
    /// # Errors
    /// The program gave no output; one that failed gave some.
    fn run(&self, call: &HelperCall<'_>) -> Result<HelperOutput, RunFailure>;
}

impl fmt::Debug for HelperCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HelperCall")
            .field("words", &self.words)
            .field("time_limit", &self.time_limit)
            .field("questions", &self.questions)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HelperOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HelperOutput").field("success", &self.success).finish_non_exhaustive()
    }
}
