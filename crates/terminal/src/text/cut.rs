//! Cuts a text into pieces that fit a terminal.

use super::{Piece, Text};
use crate::clean;

impl Text {
    /// Cuts the text into pieces of at most `width` columns, and of one character where that is wider.
    pub(crate) fn cut(&self, width: usize) -> Vec<Self> {
        let mut pieces = vec![Self::new()];
        let width = width.max(1);
        let mut room = width;
        for Piece { style, text } in &self.pieces {
            for character in text.chars() {
                let character = character.to_string();
                let columns = clean::columns(&character);
                if columns > room && room < width {
                    pieces.push(Self::new());
                    room = width;
                }
                room = room.saturating_sub(columns);
                if let Some(last) = pieces.last_mut() {
                    last.append(*style, character.into());
                }
            }
        }
        pieces
    }
}
