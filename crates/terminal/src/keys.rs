//! Reads keys for questions.

use crate::output::Screen;
use console::Key;
use std::io;

/// Reads the next key; Ctrl or Alt with a left or right arrow, as xterm sends them, is read as Alt-b or Alt-f.
pub(crate) fn next(screen: &Screen) -> io::Result<Key> {
    let key = screen.key()?;
    match &key {
        Key::UnknownEscSeq(begun) if matches!(begun.as_slice(), ['[', '0'..='9', ';']) => {
            let _modifier = screen.key()?;
            Ok(match screen.key()? {
                Key::Char('C') => Key::UnknownEscSeq(vec!['f']),
                Key::Char('D') => Key::UnknownEscSeq(vec!['b']),
                _ => Key::Unknown,
            })
        }
        _ => Ok(key),
    }
}
