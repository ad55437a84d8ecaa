//! The report of a failed command: what failed, on what, why, and the command that fixes it.

use crate::{command_line, exit::Exit};
use daypass_at_terminal::Failure;
pub(crate) use daypass_terminal::clean;
use daypass_terminal::{Terminal, Text};
use serde_json::Value;
use std::error::Error;

/// Where the book is read.
pub(crate) const BOOK: &str = "https://github.com/daypass/daypass/blob/main/docs";

/// A failure, and the exit code of its command.
#[derive(Debug)]
pub(crate) struct Report {
    exit: Exit,
    failure: Failure,
}

impl Report {
    /// Creates a report with the sentence that says what failed.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, failure: Failure::new(&message.into()) }
    }

    /// Creates the report of a failure.
    pub(crate) fn of(exit: Exit, failure: Failure) -> Self {
        Self { exit, failure }
    }

    /// Reports Ctrl-C before the command changed anything.
    pub(crate) fn interrupted() -> Self {
        Self::ended_by(Exit::Interrupted, &[])
    }

    /// Reports a signal after these changes.
    pub(crate) fn ended_by(exit: Exit, changes: &[String]) -> Self {
        Self::new(
            exit,
            match changes {
                [] => "interrupted; nothing was changed".to_owned(),
                _ => format!("interrupted; before that: {}", changes.join(", ")),
            },
        )
    }

    /// Adds a fact: `profile`, `session`, `account`, `file`, `host` …
    #[must_use]
    pub(crate) fn fact(self, label: &'static str, text: impl Into<String>) -> Self {
        Self { failure: self.failure.fact(label, text), ..self }
    }

    /// Adds a fact that there may be.
    #[must_use]
    pub(crate) fn fact_if(self, label: &'static str, text: Option<impl Into<String>>) -> Self {
        text.map(Into::into).into_iter().fold(self, |report, text| report.fact(label, text))
    }

    /// Adds a cause that there may be.
    #[must_use]
    pub(crate) fn cause_if(self, error: Option<&(dyn Error + 'static)>) -> Self {
        error.into_iter().fold(self, Self::cause)
    }

    /// Adds an error and the chain of its sources as causes.
    #[must_use]
    pub(crate) fn cause(self, error: &dyn Error) -> Self {
        Self { failure: self.failure.cause(error), ..self }
    }

    /// Adds what a person needs to know of the error below.
    #[must_use]
    pub(crate) fn explained(self, error: Option<&(dyn Error + 'static)>) -> Self {
        Self { failure: self.failure.explained(error), ..self }
    }

    /// Sets the command line that fixes the failure, as words; one with a placeholder such as `<NAME>` is a pattern.
    #[must_use]
    pub(crate) fn try_command<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Self {
        let words = command_line::joined(words.into_iter().map(Into::into).collect());
        // So each test of a failure shows that this program accepts the command line.
        debug_assert!(command_line::parse(&words), "not a command line of ours: {words:?}");
        Self { failure: self.failure.with_command(words), ..self }
    }

    /// Sets a sentence that says what a person can do.
    #[must_use]
    pub(crate) fn advise(self, sentence: &str) -> Self {
        Self { failure: self.failure.with_advice(sentence), ..self }
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Whether a signal ended the command.
    pub(crate) fn is_interruption(&self) -> bool {
        matches!(self.exit, Exit::Interrupted | Exit::Terminated | Exit::HungUp)
    }

    /// The sentence that says what failed.
    pub(crate) fn message(&self) -> &str {
        self.failure.message()
    }

    /// The report as lines of text, for a program that shows standard output alone.
    pub(crate) fn as_lines(&self) -> String {
        self.failure.to_text().plain()
    }

    /// Prints the report on standard error, as text, with `-v` followed by the address of its page, or as one JSON object.
    pub(crate) fn show(&self, ui: &Terminal, json: bool) {
        if json {
            ui.error(Text::json(&self.as_json()));
        } else if self.is_interruption() {
            ui.error(self.message());
        } else {
            ui.error(self.failure.to_text());
            ui.log(1, format!("{BOOK}/troubleshooting.md#{}", self.exit.word()));
        }
    }

    pub(crate) fn as_json(&self) -> Value {
        self.failure.to_json(self.exit.word())
    }
}
