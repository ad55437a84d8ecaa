//! A question of `configure sso`, and the flag that answers it; both have the name of the key in the config file.

use crate::{command_line, exit::Exit, report::Report};
use daypass_populate::setup;
use daypass_terminal::Terminal;

/// A question for a text.
pub(super) struct Question<'a> {
    pub(super) text: &'a str,
    pub(super) key: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) given: Option<String>,
    pub(super) current: Option<String>,
    pub(super) known: Vec<String>,
}

impl Question<'_> {
    /// The value of the flag, or the person's answer; without a terminal, the value in the config file.
    pub(super) fn answer(self, ui: &Terminal) -> Result<String, Report> {
        if let Some(given) = self.given {
            let given = given.trim();
            check_flag(self.key, Some(given), self.placeholder)?;
            return Ok(given.to_owned());
        }
        let lacks = || missing(self.text, self.key, self.placeholder);
        if ui.prompts() {
            return self.ask(ui)?.ok_or_else(lacks);
        }
        let current = self.current.clone().ok_or_else(lacks)?;
        check(self.key, &current).map_err(|problem| {
            Report::new(Exit::Configuration, format!("{} in the config file: {problem}", self.text))
                .try_command(with_flag(self.key, self.placeholder))
        })?;
        Ok(current)
    }

    /// Like [`Question::answer`], for a key that may be left out; a value in the config file is not checked.
    pub(super) fn optional(self, ui: &Terminal) -> Result<Option<String>, Report> {
        let answer = match self.given {
            Some(given) => Some(given),
            None if ui.prompts() => self.ask(ui)?,
            None => self.current,
        };
        Ok(answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
    }

    fn ask(&self, ui: &Terminal) -> Result<Option<String>, Report> {
        let is_good = |text: &str| check(self.key, text);
        Ok(ui.ask(self.text, self.current.as_deref(), Some("None"), &self.known, &is_good)?)
    }
}

fn check(key: &str, text: &str) -> Result<(), String> {
    setup::check(key, text).map_err(|error| error.to_string())
}

/// Refuses a flag whose value is invalid for its key.
pub(super) fn check_flag(key: &str, given: Option<&str>, placeholder: &str) -> Result<(), Report> {
    let Some(given) = given else { return Ok(()) };
    check(key, given).map_err(|problem| wrong_flag(Exit::Usage, problem, given, placeholder))
}

/// Reports a question that cannot be asked without a terminal, with the flag that answers it.
pub(super) fn missing(what: &str, key: &str, placeholder: &str) -> Report {
    Report::new(Exit::Usage, format!("{what} is not given, and there is no terminal to ask on"))
        .try_command(with_flag(key, placeholder))
}

/// The typed command line with this flag added.
fn with_flag(key: &str, placeholder: &str) -> Vec<String> {
    let mut words = command_line::typed();
    words.extend([format!("--{}", key.replace('_', "-")), placeholder.to_owned()]);
    words
}

/// Reports an invalid value of a flag, with the typed command line and a placeholder for the value.
pub(super) fn wrong_flag(exit: Exit, problem: String, given: &str, placeholder: &str) -> Report {
    let report = Report::new(exit, problem);
    match command_line::OURS.retyped(given, placeholder) {
        Some(words) if !given.is_empty() => report.try_command(words),
        _ => report,
    }
}
