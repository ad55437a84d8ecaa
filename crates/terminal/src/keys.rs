//! Keys, while a question stands. Ctrl-C is one like any other: between a question that is shown and its first key,
//! and between two keys, the terminal would make it a signal, which nobody hears while an answer is waited for.

use console::{Key, Term};
#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io;

/// The next key. What xterm sends for Ctrl or Alt with an arrow is read to its end, and is Alt with `b` or `f`.
pub(super) fn next(term: &Term) -> io::Result<Key> {
    let key = term.read_key_raw()?;
    match &key {
        Key::UnknownEscSeq(begun) if matches!(begun.as_slice(), ['[', '0'..='9', ';']) => {
            let _modifier = term.read_key_raw()?;
            Ok(match term.read_key_raw()? {
                Key::Char('C') => Key::UnknownEscSeq(vec!['f']),
                Key::Char('D') => Key::UnknownEscSeq(vec!['b']),
                _ => Key::Unknown,
            })
        }
        _ => Ok(key),
    }
}

/// Until it is dropped.
pub(super) struct Keys {
    #[cfg(unix)]
    before: Option<Termios>,
}

impl Keys {
    pub(super) fn all() -> Self {
        #[cfg(unix)]
        {
            let before = tcgetattr(io::stdin()).ok();
            if let Some(mut mode) = before.clone() {
                // Nor does it show, or wait for the end of a line with, what is typed ahead.
                mode.local_modes.remove(LocalModes::ISIG | LocalModes::ECHO | LocalModes::ICANON);
                let _unchanged = tcsetattr(io::stdin(), OptionalActions::Now, &mode);
            }
            Self { before }
        }
        #[cfg(not(unix))]
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _unchanged = tcsetattr(io::stdin(), OptionalActions::Now, before);
        }
    }
}
