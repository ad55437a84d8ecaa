//! The report of a failed command: what failed, on what, why, and the command that fixes it.

use crate::{command_line, exit::Exit};
pub(crate) use daypass_terminal::clean;
use daypass_terminal::{Terminal, Text, bad, is_clean, shell, strong};
use serde_json::{Map, Value};
use std::error::Error;

/// A failure, to be printed for a person or for a program.
#[derive(Debug)]
pub(crate) struct Report {
    exit: Exit,
    message: String,
    facts: Vec<(&'static str, String)>,
    causes: Vec<String>,
    remedy: NextStep,
}

/// What fixes a failure.
#[derive(Debug)]
enum NextStep {
    None,
    /// A command line, as words.
    Command(Vec<String>),
    /// A command line with placeholders such as `<NAME>` for words that only the person knows.
    Pattern(Vec<String>),
    /// A sentence.
    Advice(String),
}

impl Report {
    /// Creates a report with the sentence that says what failed.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: clean(&message.into()),
            facts: Vec::new(),
            causes: Vec::new(),
            remedy: NextStep::None,
        }
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
    pub(crate) fn fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.facts.push((label, clean(&text.into())));
        self
    }

    /// Adds a fact, unless the report has one with this label.
    #[must_use]
    pub(crate) fn fact_once(self, label: &'static str, text: impl Into<String>) -> Self {
        if self.facts.iter().any(|(known, _)| *known == label) { self } else { self.fact(label, text) }
    }

    /// Adds an error and the chain of its sources as causes.
    #[must_use]
    pub(crate) fn cause(mut self, error: &dyn Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let text = clean(&error.to_string());
            if self.causes.last() != Some(&text) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    /// Adds an error and its sources as causes, except those that the report has.
    #[must_use]
    pub(crate) fn cause_once(mut self, error: &dyn Error) -> Self {
        let mut known = std::mem::take(&mut self.causes);
        self = self.cause(error);
        self.causes.retain(|cause| !known.contains(cause));
        known.append(&mut self.causes);
        Self { causes: known, ..self }
    }

    /// Sets the command line that fixes the failure, as words, which a program can run. With a placeholder such as `<NAME>`
    /// it is printed as a pattern. It is left out if a word cannot be printed as it is, since a copy of the printed line
    /// would be another command.
    #[must_use]
    pub(crate) fn try_command<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        let words = command_line::joined(words.into_iter().map(Into::into).collect());
        // So each test of a failure shows that this program accepts the command line.
        debug_assert!(command_line::parse(&words), "not a command line of ours: {words:?}");
        self.remedy = match words.iter().all(|word| is_clean(word)) {
            false => NextStep::None,
            true if words.iter().any(|word| shell::is_placeholder(word)) => NextStep::Pattern(words),
            true => NextStep::Command(words),
        };
        self
    }

    /// Sets a sentence that says what a person can do.
    #[must_use]
    pub(crate) fn advise(mut self, sentence: &str) -> Self {
        self.remedy = NextStep::Advice(clean(sentence));
        self
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
        &self.message
    }

    /// Prints the report on standard error, as text or as one JSON object.
    pub(crate) fn show(&self, ui: &Terminal, json: bool) {
        if json {
            ui.error(Text::json(&self.as_json()));
        } else if self.is_interruption() {
            ui.error(&self.message);
        } else {
            ui.error(self.as_text());
        }
    }

    fn as_text(&self) -> Text {
        let mut text = bad("error:") + " " + &self.message;
        let width = self.facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0).max(7);
        for (label, fact) in &self.facts {
            text = text.newline() + format!("  {label:<width$}  {fact}");
        }
        for cause in &self.causes {
            text = text.newline() + format!("  {:<width$}  {cause}", "because");
        }
        match &self.remedy {
            NextStep::None => {}
            NextStep::Advice(advice) => text = text.newline() + advice,
            NextStep::Pattern(words) => {
                if let Some(pattern) = shell::pattern(words) {
                    text = text.newline() + strong("usage:") + " " + pattern;
                }
            }
            NextStep::Command(words) => {
                if let Some(command) = shell::command(words) {
                    text = text.newline() + strong("try:") + " " + command;
                }
            }
        }
        text
    }

    pub(crate) fn as_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("error".to_owned(), self.exit.word().into());
        object.insert("message".to_owned(), self.message.clone().into());
        for (label, fact) in &self.facts {
            object.insert(label.replace(' ', "_"), fact.clone().into());
        }
        if !self.causes.is_empty() {
            object.insert("causes".to_owned(), self.causes.clone().into());
        }
        match &self.remedy {
            NextStep::None => {}
            NextStep::Advice(advice) => drop(object.insert("advice".to_owned(), advice.clone().into())),
            NextStep::Pattern(words) => drop(object.insert("usage".to_owned(), words.clone().into())),
            NextStep::Command(words) => drop(object.insert("try".to_owned(), words.clone().into())),
        }
        Value::Object(object)
    }
}
