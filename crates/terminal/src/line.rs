//! The line editor, with the keys of a shell. A line longer than the screen scrolls horizontally.

use crate::{clean::is_shown, is_clean, keys, output::Screen as Term, raw_mode::RawMode};
use console::{Key, measure_text_width as width};
use std::{collections::HashSet, io};

/// The fewest columns for an answer; a question that leaves fewer gets a line of its own.
const MIN_ANSWER_COLUMNS: usize = 20;

/// Reads a line; `None` if the person cancels. Tab cycles through the `known` texts that begin with what was typed.
pub(crate) fn read(question: &str, known: &[String]) -> io::Result<Option<String>> {
    let _mode = RawMode::keys();
    let term = Term::new();
    let mut known: Vec<_> = known.iter().filter(|text| is_clean(text)).cloned().collect();
    let mut seen = HashSet::new();
    known.retain(|text| seen.insert(text.clone()));
    let (mut line, mut screen) = (Line::default(), Screen::new(&term, question)?);
    loop {
        screen.draw(&line)?;
        match line.press(&keys::next(&term)?, &known) {
            Next::Key => {}
            Next::Entered => return screen.finish(&line).map(|()| Some(line.text())),
            Next::Cancelled => return term.write_line("").map(|()| None),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Next {
    Key,
    Entered,
    Cancelled,
}

#[derive(Debug, Default)]
struct Line {
    chars: Vec<char>,
    cursor: usize,
    /// The text before Tab was first pressed, and the index of the completion that is shown.
    tab: Option<(String, usize)>,
}

impl Line {
    fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Handles a key as readline does.
    fn press(&mut self, key: &Key, known: &[String]) -> Next {
        let (at, end) = (self.cursor, self.chars.len());
        let tab = self.tab.take();
        match key {
            Key::Enter => return Next::Entered,
            Key::CtrlC => return Next::Cancelled,
            Key::Char('\u{4}') if end == 0 => return Next::Cancelled,
            Key::ArrowLeft | Key::Char('\u{2}') => self.cursor = at.saturating_sub(1),
            Key::ArrowRight | Key::Char('\u{6}') => self.cursor = end.min(at + 1),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = end,
            Key::Backspace => self.cut(at.saturating_sub(1), at),
            Key::Del | Key::Char('\u{4}') => self.cut(at, end.min(at + 1)),
            Key::Char('\u{b}') => self.cut(at, end),
            Key::Char('\u{15}') => self.cut(0, at),
            Key::Char('\u{17}') => self.cut(self.word_before(), at),
            Key::UnknownEscSeq(alt) => match alt.as_slice() {
                ['b'] => self.cursor = self.word_before(),
                ['f'] => self.cursor = self.word_after(),
                ['d'] => self.cut(at, self.word_after()),
                ['\u{7f}'] => self.cut(self.word_before(), at),
                _ => {}
            },
            Key::Tab => self.complete(tab, known, true),
            Key::BackTab => self.complete(tab, known, false),
            Key::Char(c) if is_shown(*c) => {
                self.chars.insert(at, *c);
                self.cursor += 1;
            }
            _ => {}
        }
        Next::Key
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.chars.drain(from..to);
        self.cursor = from;
    }

    /// Returns the start of the word before the cursor.
    fn word_before(&self) -> usize {
        let before = self.chars.iter().take(self.cursor).rev();
        let blank = before.clone().take_while(|c| !c.is_alphanumeric()).count();
        let word = before.skip(blank).take_while(|c| c.is_alphanumeric()).count();
        self.cursor - blank - word
    }

    /// Returns the end of the word after the cursor.
    fn word_after(&self) -> usize {
        let after = self.chars.iter().skip(self.cursor);
        let blank = after.clone().take_while(|c| !c.is_alphanumeric()).count();
        let word = after.skip(blank).take_while(|c| c.is_alphanumeric()).count();
        self.cursor + blank + word
    }

    /// Shows the next or the previous text that begins with what was typed.
    fn complete(&mut self, tab: Option<(String, usize)>, known: &[String], forward: bool) {
        let (typed, shown) = match tab {
            Some((typed, shown)) => (typed, Some(shown)),
            None => (self.text(), None),
        };
        let fits: Vec<_> = known.iter().filter(|known| known.starts_with(&typed)).collect();
        let next = match forward {
            true => shown.map_or(0, |shown| shown + 1),
            false => shown.unwrap_or(0) + fits.len().saturating_sub(1),
        };
        if let Some(fit) = fits.get(next % fits.len().max(1)) {
            self.chars = fit.chars().collect();
            self.cursor = self.chars.len();
            self.tab = Some((typed, next % fits.len()));
        }
    }

    /// Returns the part of the line that fits into `columns`, and how many of its columns are after the cursor.
    ///
    /// The part contains the cursor and, after it, up to a quarter of the columns.
    fn window(&self, columns: usize) -> (String, usize) {
        let (before, after) = self.chars.split_at(self.cursor);
        let wide = |c: &&char| width(c.encode_utf8(&mut [0; 4]));
        let fits = |room: &mut usize, c: &&char| {
            let rest = room.checked_sub(wide(c));
            *room = rest.unwrap_or(0);
            rest.is_some()
        };
        let ahead = after.iter().map(|c| wide(&c)).sum::<usize>().min(columns / 4);
        let mut room = columns - ahead;
        let mut before: Vec<_> = before.iter().rev().take_while(|c| fits(&mut room, c)).collect();
        room += ahead;
        let after: String = after.iter().take_while(|c| fits(&mut room, c)).collect();
        before.reverse();
        (before.into_iter().collect::<String>() + &after, width(&after))
    }
}

struct Screen<'t> {
    term: &'t Term,
    /// The question on the line of the answer; empty if it has a line of its own.
    question: String,
    shown: String,
    after: usize,
}

impl<'t> Screen<'t> {
    fn new(term: &'t Term, question: &str) -> io::Result<Self> {
        let columns = term.size().1;
        let mut question = question.to_owned();
        if width(&question) + MIN_ANSWER_COLUMNS > columns {
            term.write_line(question.trim_end())?;
            question.clear();
        }
        Ok(Self { term, question, shown: String::new(), after: 0 })
    }

    fn draw(&mut self, line: &Line) -> io::Result<()> {
        let columns = self.term.size().1;
        let (window, after) = line.window(columns.saturating_sub(width(&self.question) + 1));
        let shown = format!("{}{window}", self.question);
        // Text typed at the end is appended without redrawing, which suits slow connections.
        match shown.strip_prefix(&self.shown) {
            Some(added) if self.after + after == 0 => self.term.write(added)?,
            _ => {
                self.term.clear_line()?;
                self.term.write(&shown)?;
                self.term.left(after)?;
            }
        }
        (self.shown, self.after) = (shown, after);
        self.term.flush()
    }

    /// Draws the whole line as it stays on the screen.
    fn finish(&self, line: &Line) -> io::Result<()> {
        let whole = format!("{}{}", self.question, line.text());
        if self.shown != whole {
            self.term.clear_line()?;
            self.term.write(&whole)?;
        }
        self.term.write_line("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the line after these keys, with `|` at the cursor.
    fn typed(keys: &str) -> String {
        let known = ["eu-west-1", "eu-west-2", "us-east-1"].map(str::to_owned);
        let mut line = Line::default();
        for c in keys.chars() {
            let key = match c {
                '\t' => Key::Tab,
                '⇤' => Key::BackTab,
                '⌫' => Key::Backspace,
                '⌦' => Key::Del,
                '↖' => Key::Home,
                '↘' => Key::End,
                'ƒ' => Key::UnknownEscSeq(vec!['f']),
                'β' => Key::UnknownEscSeq(vec!['b']),
                'δ' => Key::UnknownEscSeq(vec!['d']),
                c => Key::Char(c),
            };
            assert_eq!(line.press(&key, &known), Next::Key, "{c:?}");
        }
        let (before, after) = line.chars.split_at(line.cursor);
        [before.iter().collect(), "|".to_owned(), after.iter().collect()].concat()
    }

    #[test]
    fn keys_edit_the_line_as_in_a_shell() {
        for (keys, expected) in [
            ("abc", "abc|"),
            ("ac\u{2}b", "ab|c"),
            ("abc⌫⌫", "a|"),
            ("⌫⌦\u{6}\u{2}", "|"),
            ("abc↖⌦⌦", "|c"),
            ("abc↖\u{4}", "|bc"),
            ("abc↖x↘y", "xabcy|"),
            ("https://d-1.x\u{17}", "https://d-1.|"),
            ("https://d-1.x\u{17}\u{17}\u{17}", "https://|"),
            ("one two three↖ƒƒ", "one two| three"),
            ("one two threeββ\u{b}", "one |"),
            ("one two↖δ", "| two"),
            ("one two\u{2}\u{15}", "|o"),
            ("Équipe — 部\u{17}", "Équipe — |"),
            ("\u{7}\u{1b}", "|"),
            ("eu\t", "eu-west-1|"),
            ("eu\t\t", "eu-west-2|"),
            ("eu\t\t\t", "eu-west-1|"),
            ("⇤", "us-east-1|"),
            ("eu⇤⇤", "eu-west-1|"),
            ("eu\t⌫\t", "eu-west-1|"),
            ("zz\t", "zz|"),
        ] {
            assert_eq!(typed(keys), expected, "{keys:?}");
        }
    }

    #[test]
    fn ctrl_d_cancels_only_an_empty_line() {
        let mut line = Line::default();
        assert_eq!(line.press(&Key::Char('\u{4}'), &[]), Next::Cancelled);
        line.press(&Key::Char('a'), &[]);
        assert_eq!(line.press(&Key::Char('\u{4}'), &[]), Next::Key);
        assert_eq!(line.press(&Key::CtrlC, &[]), Next::Cancelled);
        assert_eq!(line.press(&Key::Enter, &[]), Next::Entered);
    }

    #[test]
    fn the_shown_part_contains_the_cursor_and_fits() {
        let text: String = (0..30).map(|at| if at % 3 == 0 { '部' } else { 'a' }).collect();
        for cursor in 0..=30 {
            for columns in 0..50 {
                let line = Line { chars: text.chars().collect(), cursor, tab: None };
                let (window, after) = line.window(columns);
                assert!(width(&window) <= columns && text.contains(&window), "{cursor} {columns} {window}");
                let end: String = text.chars().skip(cursor).collect();
                assert!(
                    after <= width(&end) && after + 1 >= width(&end).min(columns / 4),
                    "{cursor} {columns} {window}"
                );
                assert!(columns < 40 || window == text, "{cursor} {columns} {window}");
            }
        }
    }
}
