//! What this process may say, and where: data on standard output, everything for a person on standard error.

use crate::{Style, Text, clean, dim, output};
use console::Term;
use std::io::{self, IsTerminal as _};

/// What flags and environment say about talking.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "made by the program that has the flags")]
pub struct Options {
    /// Colour or none, whatever the streams are; `None` leaves it to them.
    pub color: Option<bool>,
    /// No question is asked, even where there is a terminal (`--no-input`).
    pub no_input: bool,
    /// No messages but warnings and errors (`--quiet`).
    pub quiet: bool,
    /// How often `-v` was given.
    pub verbose: u8,
    /// A terminal that only prints (`TERM=dumb`): no colour unless it is asked for, nothing is drawn over, questions
    /// take whole lines.
    pub dumb: bool,
}

/// How this process may talk: decided once, from flags, environment and what the streams are.
///
/// Its methods take [`Text`] or what becomes one, so whatever the words are made of, no character of them does
/// anything but show.
#[derive(Debug, Clone)]
pub struct Terminal {
    options: Options,
    color: bool,
    /// Colour of data, which goes to another stream.
    data_color: bool,
    prompts: bool,
    width: usize,
}

impl Terminal {
    /// Looks at the three standard streams.
    pub fn new(options: Options) -> Self {
        let err = io::stderr().is_terminal();
        let on = |is_terminal: bool| options.color.unwrap_or(is_terminal && !options.dumb);
        Self {
            options,
            color: on(err),
            data_color: on(io::stdout().is_terminal()),
            prompts: !options.no_input && err && io::stdin().is_terminal(),
            width: usize::from(Term::stderr().size_checked().map_or(80, |(_, columns)| columns)),
        }
    }

    /// Whether a question may be asked.
    pub fn prompts(&self) -> bool {
        self.prompts
    }

    /// Whether this terminal only prints.
    pub fn is_dumb(&self) -> bool {
        self.options.dumb
    }

    /// Whether data goes to a terminal that can draw, so that a person looks at it.
    pub fn draws(&self) -> bool {
        io::stdout().is_terminal() && !self.options.dumb
    }

    /// Columns of the terminal, 80 where there is none.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints data. A reader that has gone away is no failure; a full disk is.
    pub fn print(&self, text: &Text) -> io::Result<()> {
        output::stdout(text, self.data_color)
    }

    /// Draws data over what was drawn before, from the top of the screen; what does not fit is left out.
    pub fn redraw(&self, text: &Text) -> io::Result<()> {
        let rows = self.room().map_or(24, |(rows, _)| rows);
        let lines = text.first_lines(rows.saturating_sub(1)).render(self.data_color);
        output::control_data(&format!("\x1b[H{}\x1b[J", lines.replace('\n', "\x1b[K\n")))
    }

    /// A message for the person, unless `--quiet`.
    pub fn say(&self, text: impl Into<Text>) {
        if !self.options.quiet {
            self.error(text);
        }
    }

    /// A warning: something went on differently than it should have. `--quiet` does not silence it.
    pub fn warn(&self, text: impl Into<Text>) {
        self.error(Style::Caution.of("warning:") + " " + text.into());
    }

    /// A line for `-v` (level 1) or `-vv` (level 2).
    pub fn log(&self, level: u8, text: impl Into<Text>) {
        if self.options.verbose >= level {
            self.error(dim("· " + text.into()));
        }
    }

    /// A line on standard error, whatever the flags.
    pub fn error(&self, text: impl Into<Text>) {
        output::stderr(&text.into(), self.color);
    }

    /// Whether progress may be drawn over itself.
    pub fn animates(&self) -> bool {
        !self.options.quiet && !self.options.dumb && io::stderr().is_terminal()
    }

    /// Rows and columns for something large, such as a QR code, where a person looks.
    pub fn room(&self) -> Option<(usize, usize)> {
        let (rows, columns) = Term::stderr().size_checked().filter(|_| self.animates())?;
        Some((rows.into(), columns.into()))
    }

    /// Redraws the one progress line, where that can be.
    pub fn progress(&self, text: impl Into<Text>) {
        if self.animates() {
            // A line only: what would break it is a blank.
            let line = clean(&text.into().plain());
            output::control(&format!("\r\x1b[K{}", Text::from(line).render(false)));
        }
    }

    /// Drops what was typed and not read, where questions are asked: keys struck before a question do not answer it.
    pub fn forget_typed(&self) {
        if self.prompts() {
            crate::raw_mode::forget_typed();
        }
    }

    /// Takes the progress line away.
    pub fn end_progress(&self) {
        self.progress("");
    }

    /// Hands a text to the clipboard of the terminal itself (OSC 52), which works over SSH, too. `false` where there
    /// is no terminal to ask; one that has no clipboard ignores it.
    pub fn copy(&self, text: &str) -> bool {
        if self.animates() {
            output::control(&format!("\x1b]52;c;{}\x07", base64(text.as_bytes())));
        }
        self.animates()
    }
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| LETTERS.get((bits & 63) as usize).map_or('=', |letter| char::from(*letter));
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let is_there = place <= chunk.len();
            text.push(if is_there { letter(bits >> (18 - 6 * place)) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
