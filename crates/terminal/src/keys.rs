//! Keys, while a question stands.

use crate::output::Screen;
use console::Key;
use std::io;

/// The next key. What xterm sends for Ctrl or Alt with an arrow is read to its end, and is Alt with `b` or `f`.
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
