//! Cuts a text: parts, the first lines, and pieces that fit a terminal.

use super::Text;
use crate::{clean, style::Style};
use std::ops::Range;

impl Text {
    /// Returns the first `count` lines.
    #[must_use]
    pub fn first_lines(&self, count: usize) -> Self {
        let end = self.text.split_inclusive('\n').take(count).map(str::len).sum();
        self.part(0..end)
    }

    /// Returns a part, in bytes.
    pub(crate) fn part(&self, part: Range<usize>) -> Self {
        let mut text = Self::new();
        text.append_part(self, part);
        text
    }

    /// Appends a part of another text, in bytes.
    pub(crate) fn append_part(&mut self, of: &Self, part: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(of.text.get(part.clone()).unwrap_or_default());
        let before = of.spans.partition_point(|span| span.end <= part.start);
        for span in of.spans.iter().skip(before).take_while(|span| span.start < part.end) {
            let at = |place: usize| start + place.clamp(part.start, part.end) - part.start;
            self.style(span.style, at(span.start), at(span.end));
        }
    }

    /// Cuts the text into pieces of at most `width` columns, and of one character where that is wider: at a space, which is
    /// left out, or in the middle of a word that is wider itself.
    pub(crate) fn cut(&self, width: usize) -> Vec<Self> {
        let characters = self.pieces().flat_map(|(style, piece)| piece.chars().map(move |c| (style, c)));
        let characters: Vec<(Style, char)> = characters.collect();
        let mut rest = characters.as_slice();
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let mut columns = 0;
            let fits = |(_, c): &&(Style, char)| {
                columns += clean::columns(c.encode_utf8(&mut [0; 4]));
                columns <= width
            };
            let most = rest.iter().take_while(fits).count().max(1);
            let space = rest.iter().take(most + 1).rposition(|(_, c)| *c == ' ').filter(|place| *place > 0);
            let (piece, left) = match space {
                Some(space) if most < rest.len() => (rest.get(..space), rest.get(space + 1..)),
                _ => rest
                    .split_at_checked(most)
                    .map_or((None, None), |(piece, left)| (Some(piece), Some(left))),
            };
            let mut text = Self::new();
            for (style, c) in piece.unwrap_or_default() {
                text.append(*style, c.encode_utf8(&mut [0; 4]));
            }
            pieces.push(text);
            rest = left.unwrap_or_default();
        }
        pieces
    }
}
