//! Styles as SGR sequences (ECMA-48): reads those of clap's help, and writes those of a text.

use super::Text;
use crate::style::Style;
use std::borrow::Cow;

impl Text {
    /// Creates a text from the program's own string with SGR sequences, such as clap's help.
    ///
    /// Bold becomes [`Style::Strong`], other styles are dropped; newlines and tabs are kept.
    pub fn styled_block(text: &str) -> Self {
        let mut pieces = text.split("\x1b[");
        let mut whole = Self::block(pieces.next().unwrap_or_default());
        let mut style = Style::Plain;
        for piece in pieces {
            let Some((parameters, piece)) = piece.split_once('m').filter(|(parameters, _)| {
                parameters.bytes().all(|byte| byte.is_ascii_digit() || byte == b';')
            }) else {
                whole.extend(&style.of(Self::block(piece)));
                continue;
            };
            for parameter in parameters.split(';') {
                match parameter {
                    "" | "0" => style = Style::Plain,
                    "1" => style = Style::Strong,
                    _ => {}
                }
            }
            whole.extend(&style.of(Self::block(piece)));
        }
        whole
    }

    /// Returns what is written to a stream, with SGR sequences (ECMA-48) if `styled`.
    pub(crate) fn render(&self, styled: bool) -> Cow<'_, str> {
        if !styled || self.spans.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut out = String::new();
        for (style, text) in self.pieces() {
            match style.parameters() {
                Some(parameters) => out.push_str(&format!("\x1b[{parameters}m{text}\x1b[0m")),
                None => out.push_str(text),
            }
        }
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_styled_block_keeps_what_is_bold() {
        let text = Text::styled_block(
            "\u{1b}[1m\u{1b}[4mUsage:\u{1b}[0m \u{1b}[1mx\u{1b}[0m\n\u{1b}[2Jy \u{1b}[32mz",
        );
        assert_eq!(text.render(true), "\u{1b}[1mUsage:\u{1b}[0m \u{1b}[1mx\u{1b}[0m\n2Jy z");
    }
}
