//! The terminal: the only place that prints. Data goes to stdout; prompts, progress and messages to stderr.

use crate::args::ColorChoice;
use std::io::{self, IsTerminal as _, Write as _};

/// How this process may talk.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what flags and streams say, each by itself")]
pub(crate) struct Ui {
    color: bool,
    /// Colour of data, which goes to another stream.
    data_color: bool,
    prompts: bool,
    quiet: bool,
    verbose: u8,
    width: usize,
}

impl Ui {
    /// Decides once, from flags, environment and what the streams are.
    pub(crate) fn new(
        color: ColorChoice,
        colored_by_env: Option<bool>,
        no_input: bool,
        quiet: bool,
        verbose: u8,
    ) -> Self {
        let err = io::stderr().is_terminal();
        let on = |is_terminal: bool| match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => colored_by_env.unwrap_or(is_terminal),
        };
        let (color, data_color) = (on(err), on(io::stdout().is_terminal()));
        let width = usize::from(console::Term::stderr().size_checked().map_or(80, |(_, columns)| columns));
        Self {
            color,
            data_color,
            prompts: !no_input && err && io::stdin().is_terminal(),
            quiet,
            verbose,
            width,
        }
    }

    /// Whether a question may be asked.
    pub(crate) fn prompts(&self) -> bool {
        self.prompts
    }

    /// The same for text that goes to stdout: in colour where that is a terminal.
    pub(crate) fn for_data(&self) -> Self {
        Self { color: self.data_color, ..*self }
    }

    /// Whether data goes to a terminal, so that a person looks at it.
    #[expect(clippy::unused_self, reason = "whoever draws holds the terminal")]
    pub(crate) fn draws(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Columns of the terminal, 80 where there is none.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Data, to stdout. A reader that has gone away is no failure.
    #[expect(clippy::unused_self, reason = "whoever prints holds the terminal")]
    pub(crate) fn data(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| {
            if text.is_empty() || text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") }
        });
        match written.and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// A message for the person, unless `--quiet`.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            self.error_line(text);
        }
    }

    /// A warning: something went on differently than it should have. `--quiet` does not silence it.
    pub(crate) fn warn(&self, text: &str) {
        self.error_line(&format!("{} {}", self.paint("33;1", "warning:"), crate::report::clean(text)));
    }

    /// A line for `-v` (level 1) or `-vv` (level 2).
    pub(crate) fn log(&self, level: u8, text: &str) {
        if self.verbose >= level {
            self.error_line(&self.dim(&format!("· {}", crate::report::clean(text))));
        }
    }

    /// A line on stderr, whatever the flags. A closed stderr is nobody's failure.
    #[expect(clippy::unused_self, reason = "whoever prints holds the terminal")]
    pub(crate) fn error_line(&self, text: &str) {
        let mut err = io::stderr().lock();
        let _closed = writeln!(err, "{text}");
    }

    /// Whether progress may be drawn over itself.
    pub(crate) fn animates(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Rows and columns for something large, such as a QR code, where a person looks.
    pub(crate) fn room(&self) -> Option<(usize, usize)> {
        let (rows, columns) = console::Term::stderr().size_checked().filter(|_| self.animates())?;
        Some((rows.into(), columns.into()))
    }

    /// Redraws the one progress line.
    pub(crate) fn progress(&self, text: &str) {
        if self.animates() {
            let mut err = io::stderr().lock();
            let _closed = write!(err, "\r\x1b[K{text}").and_then(|()| err.flush());
        }
    }

    /// Something for the terminal itself, not for the eye.
    #[expect(clippy::unused_self, reason = "whoever prints holds the terminal")]
    pub(crate) fn control(&self, sequence: &str) {
        let mut err = io::stderr().lock();
        let _closed = write!(err, "{sequence}").and_then(|()| err.flush());
    }

    /// Takes the progress line away.
    pub(crate) fn end_progress(&self) {
        self.progress("");
    }

    /// Emphasis.
    pub(crate) fn strong(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Less important than what stands around it.
    pub(crate) fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Good news.
    pub(crate) fn good(&self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Soon bad news.
    pub(crate) fn warning(&self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Bad news.
    pub(crate) fn bad(&self, text: &str) -> String {
        self.paint("31;1", text)
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
