//! Text pasted into the terminal while a program waits for something else: not shown, because it may hold a secret, and
//! of any length, because a terminal that edits lines cuts them at some thousand bytes. Unix only.

use crate::mode::Mode;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::read,
};
use std::io::stdin;

/// The longest line looked at.
const MOST: usize = 64 * 1024;

/// What [`PastedLines::poll`] found.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a line, none yet, or never")]
pub enum Pasted {
    /// A whole line, without white space at its ends.
    Line(String),
    /// Nothing yet: ask again.
    Nothing,
    /// The terminal has gone away; there will be none.
    Gone,
}

/// The terminal's lines while this lives. Ctrl-C is a signal as ever. What was typed and is no whole line is dropped
/// with it, so it does not reach the next question.
pub struct PastedLines {
    _mode: Mode,
    typed: Vec<u8>,
}

/// What was typed may hold a code.
impl std::fmt::Debug for PastedLines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PastedLines").finish_non_exhaustive()
    }
}

impl PastedLines {
    /// Begins to listen; none where standard input is no terminal, or not this process's at the moment.
    pub fn open() -> Option<Self> {
        Some(Self { _mode: Mode::hidden()?, typed: Vec::new() })
    }

    /// Looks whether there is a line; never waits.
    pub fn poll(&mut self) -> Pasted {
        loop {
            if let Some(end) = self.typed.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                let line: Vec<u8> = self.typed.drain(..=end).collect();
                return Pasted::Line(String::from_utf8_lossy(&line).trim().to_owned());
            }
            if !has_input() {
                return Pasted::Nothing;
            }
            let mut buffer = vec![0; 4096];
            match read(stdin(), &mut buffer) {
                Ok(0) | Err(_) => return Pasted::Gone,
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
