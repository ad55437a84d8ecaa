//! Pasted lines on Unix, read without echo.

use super::result::Pasted;
use crate::raw_mode::RawMode;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::read,
};
use std::io::stdin;

/// The longest line that is read, in bytes.
const MAX_LINE_BYTES: usize = 64 * 1024;

pub(super) struct Source {
    _mode: RawMode,
    typed: Vec<u8>,
}

impl Source {
    pub(super) fn open() -> Option<Self> {
        Some(Self { _mode: RawMode::hidden()?, typed: Vec::new() })
    }

    pub(super) fn poll(&mut self) -> Pasted {
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
            if self.typed.len() > MAX_LINE_BYTES {
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
