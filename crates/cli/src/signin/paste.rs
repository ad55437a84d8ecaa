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
    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::read,
        process::getpgrp,
        termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr},
    };
    use std::{future::pending, io::stdin, time::Duration};

    /// The longest address looked at; codes are hundreds of bytes, sometimes thousands.
    const MOST: usize = 64 * 1024;
    /// Between two looks at the terminal; not every system can tell of a terminal otherwise.
    const PAUSE: Duration = Duration::from_millis(50);

    /// The terminal's lines while this lives: not shown, because they hold a code, and of any length, because a
    /// terminal that edits lines cuts them at some thousand bytes.
    pub(in super::super) struct Lines {
        before: Termios,
        typed: Vec<u8>,
    }

    impl Lines {
        pub(super) fn open() -> Option<Self> {
            let before = tcgetattr(stdin()).ok()?;
            // A job in the background is stopped where it touches its terminal.
            if tcgetpgrp(stdin()).ok()? != getpgrp() {
                return None;
            }
            let mut quiet = before.clone();
            // Signals stay on: Ctrl-C ends the sign-in as ever.
            quiet.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
            tcsetattr(stdin(), OptionalActions::Now, &quiet).ok()?;
            Some(Self { before, typed: Vec::new() })
        }

        /// The next line. A terminal that has gone away has none.
        pub(in super::super) async fn next(&mut self) -> String {
            loop {
                if let Some(end) = self.typed.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                    let line: Vec<u8> = self.typed.drain(..=end).collect();
                    return String::from_utf8_lossy(&line).trim().to_owned();
                }
                while !has_input() {
                    tokio::time::sleep(PAUSE).await;
                }
                let mut buffer = vec![0; 4096];
                match read(stdin(), &mut buffer) {
                    Ok(0) | Err(_) => return pending().await,
                    Ok(length) => self.typed.extend(buffer.iter().take(length)),
                }
                if self.typed.len() > MOST {
                    self.typed.clear();
                }
            }
        }
    }

    fn has_input() -> bool {
        let stdin = stdin();
        let mut wanted = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut wanted, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
    }

    impl Drop for Lines {
        fn drop(&mut self) {
            // A terminal that cannot be set back has gone away.
            let _gone = tcsetattr(stdin(), OptionalActions::Flush, &self.before);
        }
    }
}
