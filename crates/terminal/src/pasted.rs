//! Reads text that a person pastes into the terminal while the program waits for something else.
//!
//! The text is not echoed, because it may hold a secret, and can have any length: in canonical mode a terminal cuts
//! lines at some thousand bytes.

mod result;
#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod unsupported;

pub use result::Pasted;
use std::{
    future::{Future, pending},
    time::Duration,
};
#[cfg(unix)]
use unix::Source;
#[cfg(not(unix))]
use unsupported::Source;

/// Reads pasted lines without echo until it is dropped. Ctrl-C stays a signal.
///
/// Dropping it discards an incomplete line, so that it does not answer the next question.
pub struct PastedLines(Source);

/// Hides what was typed, which may hold an authorization code.
impl std::fmt::Debug for PastedLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PastedLines").finish_non_exhaustive()
    }
}

impl PastedLines {
    /// The time between two polls; not every system can notify of input on a terminal.
    const POLL_INTERVAL: Duration = Duration::from_millis(50);

    /// Starts to read; `None` if standard input is not a terminal, if this process is a background job, and on Windows.
    pub fn open() -> Option<Self> {
        Source::open().map(Self)
    }

    /// Returns a line if there is one, without waiting.
    pub fn poll(&mut self) -> Pasted {
        self.0.poll()
    }

    /// Waits for the next line that is not empty; pends forever if the terminal was closed.
    ///
    /// `sleep` is the caller's timer. Dropping the future loses no input.
    ///
    /// ```
    /// use daypass_terminal::PastedLines;
    /// # use std::{future::{Ready, ready}, time::Duration};
    /// # fn sleep(_: Duration) -> Ready<()> { ready(()) }
    ///
    /// async fn paste() -> Option<String> {
    ///     Some(PastedLines::open()?.next(sleep).await)
    /// }
    /// ```
    pub async fn next<S: Future<Output = ()>>(&mut self, sleep: impl Fn(Duration) -> S) -> String {
        loop {
            match self.poll() {
                Pasted::Line(line) if !line.is_empty() => return line,
                Pasted::Line(_) => {}
                Pasted::Nothing => sleep(Self::POLL_INTERVAL).await,
                Pasted::Gone => return pending().await,
            }
        }
    }
}
