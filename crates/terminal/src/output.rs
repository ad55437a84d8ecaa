//! Writes to standard output, standard error and the screen of a question; no other module writes.

use crate::{Text, clean, closed_stdout};
use console::{Key, Term};
use std::io::{self, IsTerminal as _, Write as _};

/// Writes data to standard output, ended by a newline.
///
/// A broken pipe is not an error, because the reader has what it wanted; a closed standard output is.
pub(crate) fn stdout(text: &Text, styled: bool) -> io::Result<()> {
    if closed_stdout::stdout_was_closed() {
        return Err(io::Error::other("standard output is closed"));
    }
    let text = text.render(styled);
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(end.as_bytes()));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a text without styles to standard output and ignores errors, for fast answers such as shell completion.
pub fn print_plain(text: &Text) {
    let _closed = io::stdout().lock().write_all(text.render(false).as_bytes());
}

/// Says whether standard error is a terminal.
pub fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Writes a line to standard error and ignores errors.
pub(crate) fn stderr(text: &Text, styled: bool) {
    let _closed = writeln!(io::stderr().lock(), "{}", text.render(styled));
}

/// Writes a control sequence of this crate to standard error.
pub(crate) fn control(sequence: &str) {
    let mut err = io::stderr().lock();
    let _closed = err.write_all(sequence.as_bytes()).and_then(|()| err.flush());
}

/// Writes a control sequence of this crate to standard output.
pub(crate) fn control_data(sequence: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(sequence.as_bytes()).and_then(|()| out.flush())
}

/// Writes JSON in printable ASCII to standard output without cleaning or copying it, for fast answers.
///
/// The caller must have escaped everything else; other text goes through [`crate::Terminal`].
pub fn write_ascii_json(json: &str) -> io::Result<()> {
    debug_assert!(json.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')), "not JSON in clean ASCII");
    io::stdout().lock().write_all(json.as_bytes())
}

/// The screen of a question, on standard error, which is redrawn as keys come in.
pub(crate) struct Screen(Term);

impl Screen {
    pub(crate) fn new() -> Self {
        Self(Term::stderr())
    }

    /// Returns rows and columns.
    pub(crate) fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.0.size();
        (rows.into(), columns.into())
    }

    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        self.0.write_str(&clean::replaced(text, true))
    }

    pub(crate) fn write_line(&self, text: &str) -> io::Result<()> {
        self.0.write_line(&clean::replaced(text, true))
    }

    pub(crate) fn clear_line(&self) -> io::Result<()> {
        self.0.clear_line()
    }

    pub(crate) fn clear_last_lines(&self, count: usize) -> io::Result<()> {
        self.0.clear_last_lines(count)
    }

    pub(crate) fn left(&self, columns: usize) -> io::Result<()> {
        self.0.move_cursor_left(columns)
    }

    pub(crate) fn show_cursor(&self, shown: bool) -> io::Result<()> {
        if shown { self.0.show_cursor() } else { self.0.hide_cursor() }
    }

    pub(crate) fn flush(&self) -> io::Result<()> {
        self.0.flush()
    }

    pub(crate) fn key(&self) -> io::Result<Key> {
        self.0.read_key_raw()
    }
}
