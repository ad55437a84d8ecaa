//! The terminal: writes data to standard output, and messages for a person to standard error.

use crate::{Style, Text, clean, dim, output};
use console::Term;
use std::io::{self, IsTerminal as _};

/// Options of a [`Terminal`], from flags and the environment.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "the program that has the flags builds it")]
pub struct TerminalOptions {
    /// Whether to use colour; `None` uses it on terminals.
    pub color: Option<bool>,
    /// Whether to ask no questions, even on a terminal (`--no-input`).
    pub no_input: bool,
    /// Whether to write no messages except warnings and errors (`--quiet`).
    pub quiet: bool,
    /// How often `-v` was given.
    pub verbose: u8,
    /// Whether the terminal has no cursor control (`TERM=dumb`): no colour by default, no redrawing, questions in
    /// lines.
    pub dumb: bool,
}

/// The terminal of this process: writes output and asks questions, as flags, environment and streams allow.
///
/// Its methods take [`Text`] or what becomes one, so everything that is written is clean.
#[derive(Debug, Clone)]
pub struct Terminal {
    options: TerminalOptions,
    color: bool,
    /// Whether data is coloured, which goes to standard output.
    data_color: bool,
    prompts: bool,
    width: usize,
}

impl Terminal {
    /// Creates a terminal and examines the three standard streams.
    pub fn new(options: TerminalOptions) -> Self {
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

    /// Says whether questions can be asked.
    pub fn prompts(&self) -> bool {
        self.prompts
    }

    /// Says whether the terminal has no cursor control.
    pub fn is_dumb(&self) -> bool {
        self.options.dumb
    }

    /// Says whether data goes to a terminal with cursor control.
    pub fn draws(&self) -> bool {
        io::stdout().is_terminal() && !self.options.dumb
    }

    /// Returns the columns of the terminal, or 80 if there is none.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Returns the columns of the terminal that data goes to; `None` if it goes elsewhere, where no line is too long.
    pub fn data_width(&self) -> Option<usize> {
        Term::stdout().size_checked().map(|(_, columns)| columns.into()).filter(|columns| *columns > 0)
    }

    /// Writes data to standard output, ended by a newline.
    ///
    /// # Errors
    /// Fails if standard output cannot be written; a broken pipe is not an error.
    pub fn print(&self, text: &Text) -> io::Result<()> {
        output::stdout(text, self.data_color)
    }

    /// Redraws data from the top of the screen; lines that do not fit are left out.
    ///
    /// # Errors
    /// Fails if standard output cannot be written.
    pub fn redraw(&self, text: &Text) -> io::Result<()> {
        let rows = self.room().map_or(24, |(rows, _)| rows);
        let text = text.first_lines(rows.saturating_sub(1));
        let lines = text.render(self.data_color);
        output::control_data(&format!("\x1b[H{}\x1b[J", lines.replace('\n', "\x1b[K\n")))
    }

    /// Writes a message, unless `--quiet`.
    pub fn say(&self, text: impl Into<Text>) {
        if !self.options.quiet {
            self.error(text);
        }
    }

    /// Writes a warning, also with `--quiet`.
    pub fn warn(&self, text: impl Into<Text>) {
        self.error(Style::Caution.of("warning:") + " " + text.into());
    }

    /// Writes a line for `-v` (level 1) or `-vv` (level 2).
    pub fn log(&self, level: u8, text: impl Into<Text>) {
        if self.options.verbose >= level {
            self.error(dim("· " + text.into()));
        }
    }

    /// Writes a line to standard error, whatever the flags; on a terminal, lines end between words.
    pub fn error(&self, text: impl Into<Text>) {
        let text = text.into();
        let narrow = self.width > 20 && io::stderr().is_terminal();
        output::stderr(&if narrow { text.broken(self.width) } else { text }, self.color);
    }

    /// Says whether a progress line can be redrawn.
    pub fn animates(&self) -> bool {
        !self.options.quiet && !self.options.dumb && io::stderr().is_terminal()
    }

    /// Returns rows and columns for something large, such as a QR code, if messages go to a terminal.
    pub fn room(&self) -> Option<(usize, usize)> {
        let (rows, columns) = Term::stderr().size_checked().filter(|_| self.animates())?;
        Some((rows.into(), columns.into()))
    }

    /// Redraws the progress line, if the terminal allows it.
    pub fn progress(&self, text: impl Into<Text>) {
        if self.animates() {
            // The progress line must not contain a line break.
            let line = clean(&text.into().plain());
            output::control(&format!("\r\x1b[K{}", Text::from(line).render(false)));
        }
    }

    /// Discards input that was typed and not read, so that it does not answer the next question.
    pub fn discard_typed(&self) {
        if self.prompts() {
            crate::raw_mode::discard_typed();
        }
    }

    /// Clears the progress line.
    pub fn end_progress(&self) {
        self.progress("");
    }

    /// Copies a text to the terminal's clipboard (OSC 52), which works over SSH. Returns false if there is no terminal.
    ///
    /// A terminal without OSC 52 ignores it.
    pub fn copy(&self, text: &str) -> bool {
        if self.animates() {
            output::control(&format!("\x1b]52;c;{}\x07", base64(text.as_bytes())));
        }
        self.animates()
    }
}

/// Encodes base64 with padding (RFC 4648).
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
    fn base64_matches_the_examples_of_rfc_4648() {
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
