//! Splits a text into lines, by Python's line endings or by line feeds.

use crate::{Dialect, search};

/// The line endings that count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ends {
    /// LF, CRLF and a lone CR: Python's universal newlines.
    Universal,
    /// LF and CRLF.
    Feed,
}

/// A line: its text without the ending, its offset, and the offset of the next line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: &'a str,
}

/// An iterator over the lines of a text; the last line may have no ending.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    at: usize,
    ends: Endings<'a>,
}

#[derive(Clone, Debug)]
enum Endings<'a> {
    Feeds(search::Close<'a>),
    Either(search::Each<'a, 2>),
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, ends: Ends) -> Self {
        let bytes = text.as_bytes();
        let returns = ends == Ends::Universal && search::find([b'\r'], bytes).is_some();
        if returns {
            return Self::universal(text);
        }
        Self { text, at: 0, ends: Endings::Feeds(search::close(b'\n', bytes)) }
    }

    /// Iterates with universal newlines, lazily, for a caller that needs only the first lines.
    pub(crate) fn universal(text: &'a str) -> Self {
        Self { text, at: 0, ends: Endings::Either(search::each([b'\n', b'\r'], text.as_bytes())) }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let (body, end) = match &mut self.ends {
            Endings::Feeds(ends) => match ends.next() {
                Some(at) if at > start && bytes.get(at - 1) == Some(&b'\r') => (at - 1, at + 1),
                Some(at) => (at, at + 1),
                None => (bytes.len(), bytes.len()),
            },
            Endings::Either(ends) => match ends.next() {
                Some(at) if bytes.get(at..at + 2) == Some(b"\r\n") => {
                    ends.next();
                    (at, at + 2)
                }
                Some(at) => (at, at + 1),
                None => (bytes.len(), bytes.len()),
            },
        };
        self.at = end;
        if start == end {
            return None;
        }
        Some(Line { start, end, text: self.text.get(start..body)? })
    }
}

/// Finds the line and the column (in characters), both from 1, of byte offsets; quick if the offsets ascend. LF, CRLF
/// and a lone CR end lines.
#[derive(Debug)]
pub(crate) struct Locator<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Locator<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn position(&mut self, at: usize) -> (usize, usize) {
        if at < self.at {
            *self = Self::new(self.text);
        }
        let before = self.text.get(..at).unwrap_or(self.text).as_bytes();
        for end in search::each([b'\n', b'\r'], before.get(self.at..).unwrap_or_default()) {
            let end = self.at + end;
            let pair = before.get(end) == Some(&b'\r') && self.text.as_bytes().get(end + 1) == Some(&b'\n');
            self.line += usize::from(!pair);
        }
        self.at = before.len();
        let start = search::rfind([b'\n', b'\r'], before).map_or(0, |end| end + 1);
        let column = self.text.get(start..self.at).map_or(0, |part| part.chars().count()) + 1;
        (self.line, column)
    }
}

/// Returns the offsets at which the lines after the first start, with universal newlines.
pub(crate) fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_pair = |end: usize| bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
    search::each([b'\n', b'\r'], bytes).filter(|end| !is_pair(*end)).map(|end| end + 1).collect()
}

/// Returns the line that starts at this offset, without the line ending of this dialect.
pub(crate) fn line(bytes: &[u8], at: usize, dialect: Dialect) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    let end = line_end(rest, dialect);
    let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    // For the SDKs, a carriage return belongs to the line ending before a line feed alone.
    if end.is_some() { line.strip_suffix(b"\r").unwrap_or(line) } else { line }
}

/// Returns the offset of the byte that ends the first line in this dialect.
pub(crate) fn line_end(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    match dialect {
        Dialect::AwsCli => search::find([b'\n', b'\r'], bytes),
        Dialect::Sdk => search::find([b'\n'], bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::{Locator, line_starts};

    /// Every character of a text with its line and column.
    const PLACES: [(char, usize, usize); 14] = [
        ('a', 1, 1),
        ('é', 1, 2),
        ('\n', 1, 3),
        ('\n', 2, 1),
        ('b', 3, 1),
        ('\r', 3, 2),
        ('\n', 3, 3),
        ('c', 4, 1),
        ('\r', 4, 2),
        ('\r', 5, 1),
        ('\n', 5, 2),
        ('d', 6, 1),
        ('\n', 6, 2),
        ('e', 7, 1),
    ];

    #[test]
    fn every_character_has_its_line_and_column() {
        let text: String = PLACES.iter().map(|(c, ..)| c).collect();
        let mut locator = Locator::new(&text);
        let places: Vec<_> = text.char_indices().zip(PLACES).collect();
        // Forwards, backwards, and by leaps.
        let leaps = places.iter().step_by(3).chain(places.iter().skip(1).step_by(2));
        for ((at, _), (c, line, column)) in places.iter().chain(places.iter().rev()).chain(leaps) {
            let expected = if *c == '\n' && text.as_bytes().get(at - 1) == Some(&b'\r') {
                None
            } else {
                Some((*line, *column))
            };
            let found = locator.position(*at);
            assert!(expected.is_none_or(|expected| expected == found), "{c:?} at {at}: {found:?}");
        }
        assert_eq!(locator.position(text.len()), (7, 2));
        assert_eq!(locator.position(text.len() + 9), (7, 2));
        assert_eq!(Locator::new("").position(0), (1, 1));
    }

    #[test]
    fn lines_start_behind_whatever_ends_one() {
        for (text, starts) in [
            ("", &[][..]),
            ("a", &[]),
            ("a\n", &[2]),
            ("a\r\nb", &[3]),
            ("a\rb\n\nc\r", &[2, 4, 5, 7]),
            ("\r\r\n\n", &[1, 3, 4]),
        ] {
            assert_eq!(line_starts(text), starts, "{text:?}");
        }
    }
}
