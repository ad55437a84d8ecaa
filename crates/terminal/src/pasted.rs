//! Text pasted into the terminal while a program waits for something else: not shown, because it may hold a secret, and
//! of any length, because a terminal that edits lines cuts them at some thousand bytes.

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

/// The terminal's lines while this lives. Ctrl-C is a signal as ever. What was typed and is no whole line is dropped
/// with it, so it does not reach the next question.
pub struct PastedLines(Source);

/// What was typed may hold a code.
impl std::fmt::Debug for PastedLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PastedLines").finish_non_exhaustive()
    }
}

impl PastedLines {
    /// Between two looks at the terminal; not every system can tell of a terminal otherwise.
    const PAUSE: Duration = Duration::from_millis(50);

    /// Begins to listen; none where standard input is no terminal, or not this process's at the moment, and none but on
    /// Unix.
    pub fn open() -> Option<Self> {
        Source::open().map(Self)
    }

    /// Looks whether there is a line; never waits.
    pub fn poll(&mut self) -> Pasted {
        self.0.poll()
    }

    /// The next line that is not empty; a terminal that has gone away has none. `sleep` is the caller's timer. Dropping
    /// the future loses nothing.
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
                Pasted::Nothing => sleep(Self::PAUSE).await,
                Pasted::Gone => return pending().await,
            }
        }
    }
}
