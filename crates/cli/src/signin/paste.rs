//! The redirect brought by hand: the browser runs on another machine, where it ends at an address that nothing
//! answers; the person copies that address from its bar into this terminal.

use crate::context::Context;

/// Waits for a line that a person pastes. Never ends where nobody can.
///
/// Only whole lines are given on, and nothing is read when the future is not waited for: what is typed after
/// the sign-in belongs to the next question.
pub(super) fn lines(context: &Context) -> Option<Lines> {
    if context.ui.prompts() { Lines::open() } else { None }
}

#[cfg(unix)]
pub(super) use unix::Lines;

#[cfg(not(unix))]
pub(super) struct Lines(std::convert::Infallible);

#[cfg(not(unix))]
impl Lines {
    fn open() -> Option<Self> {
        None
    }

    pub(super) async fn next(&mut self) -> String {
        match self.0 {}
    }
}

#[cfg(unix)]
mod unix {
    use daypass_terminal::{Pasted, PastedLines};
    use std::{future::pending, time::Duration};

    /// Between two looks at the terminal; not every system can tell of a terminal otherwise.
    const PAUSE: Duration = Duration::from_millis(50);

    /// The terminal's lines while this lives, not shown, because they hold a code.
    pub(in super::super) struct Lines(PastedLines);

    impl Lines {
        pub(super) fn open() -> Option<Self> {
            PastedLines::open().map(Self)
        }

        /// The next line. A terminal that has gone away has none.
        pub(in super::super) async fn next(&mut self) -> String {
            loop {
                match self.0.poll() {
                    Pasted::Line(line) => return line,
                    Pasted::Nothing => tokio::time::sleep(PAUSE).await,
                    Pasted::Gone => return pending().await,
                }
            }
        }
    }
}
