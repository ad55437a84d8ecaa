//! A question, and the flag that answers it; both have the name of the key in the config file.

use daypass_command_lines::OwnLine;
use daypass_populate::setup;
use daypass_reports::{Exit, Report};
use daypass_terminal::Terminal;

/// A question for a text.
pub(crate) struct Question<'a> {
    pub(crate) text: &'a str,
    pub(crate) key: &'a str,
    pub(crate) placeholder: &'a str,
    pub(crate) given: Option<String>,
    pub(crate) current: Option<String>,
    pub(crate) known: Vec<String>,
}

impl Question<'_> {
    /// Returns what was given, or the person's answer; without a terminal, the value in the config file.
    pub(crate) fn answer(self, terminal: &Terminal, line: &OwnLine) -> Result<String, Report> {
        if let Some(given) = self.given {
            let given = given.trim();
            check_given(line, self.key, Some(given), self.placeholder)?;
            return Ok(given.to_owned());
        }
        let lacks = || missing(line, self.text, self.key, self.placeholder);
        if terminal.prompts() {
            return self.ask(terminal)?.ok_or_else(lacks);
        }
        let current = self.current.clone().ok_or_else(lacks)?;
        check(self.key, &current).map_err(|problem| {
            Report::new(Exit::Configuration, format!("{} in the config file: {problem}", self.text))
                .try_command(line.with_flag(self.key, self.placeholder))
        })?;
        Ok(current)
    }

    /// Like [`Question::answer`], for a key that may be left out; a value in the config file is not checked.
    pub(crate) fn optional(self, terminal: &Terminal) -> Result<Option<String>, Report> {
        let answer = match self.given {
            Some(given) => Some(given),
            None if terminal.prompts() => self.ask(terminal)?,
            None => self.current,
        };
        Ok(answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
    }

    fn ask(&self, terminal: &Terminal) -> Result<Option<String>, Report> {
        let is_good = |text: &str| check(self.key, text);
        Ok(terminal.ask(self.text, self.current.as_deref(), Some("None"), &self.known, &is_good)?)
    }
}

fn check(key: &str, text: &str) -> Result<(), String> {
    setup::check(key, text).map_err(|error| error.to_string())
}

/// Refuses a given value that is invalid for its key.
pub(crate) fn check_given(
    line: &OwnLine,
    key: &str,
    given: Option<&str>,
    placeholder: &str,
) -> Result<(), Report> {
    let Some(given) = given else { return Ok(()) };
    check(key, given).map_err(|problem| wrong(line, Exit::Usage, problem, given, placeholder))
}

/// Reports a question that cannot be asked without a terminal, with the flag that answers it.
pub(crate) fn missing(line: &OwnLine, what: &str, key: &str, placeholder: &str) -> Report {
    Report::new(Exit::Usage, format!("{what} is not given, and there is no terminal to ask on"))
        .try_command(line.with_flag(key, placeholder))
}

/// Reports a value that cannot be, with the typed command line and a placeholder for the value.
pub(crate) fn wrong(line: &OwnLine, exit: Exit, problem: String, given: &str, placeholder: &str) -> Report {
    let report = Report::new(exit, problem);
    match line.retyped(given, placeholder) {
        Some(words) if !given.is_empty() => report.try_command(words),
        _ => report,
    }
}
