//! One question of the wizard, and the flag that answers it: both are called by the key of the config file.

use crate::{command_line, exit::Exit, report::Report};
use daypass_populate::setup;
use daypass_terminal::Terminal;

/// A text that is asked for.
pub(super) struct Question<'a> {
    pub(super) text: &'a str,
    pub(super) key: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) given: Option<String>,
    pub(super) current: Option<String>,
    pub(super) known: Vec<String>,
}

impl Question<'_> {
    /// The flag's value, or the person's; without a person, what stands there now.
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

    /// The same for what may be left out, which is not looked at where it stands already.
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

/// Refuses a flag's value that its key cannot have.
pub(super) fn check_flag(key: &str, given: Option<&str>, placeholder: &str) -> Result<(), Report> {
    let Some(given) = given else { return Ok(()) };
    check(key, given).map_err(|problem| wrong_flag(Exit::Usage, problem, given, placeholder))
}

/// A question that cannot be asked here, and the flag that answers it.
pub(super) fn missing(what: &str, key: &str, placeholder: &str) -> Report {
    Report::new(Exit::Usage, format!("{what} is not given, and there is no terminal to ask on"))
        .try_command(with_flag(key, placeholder))
}

/// This command with one more flag.
fn with_flag(key: &str, placeholder: &str) -> Vec<String> {
    let mut words = command_line::typed();
    words.extend([format!("--{}", key.replace('_', "-")), placeholder.to_owned()]);
    words
}

/// A flag's value that cannot be, and the command with what should stand there.
pub(super) fn wrong_flag(exit: Exit, problem: String, given: &str, placeholder: &str) -> Report {
    let report = Report::new(exit, problem);
    match command_line::retyped(given, placeholder) {
        Some(words) if !given.is_empty() => report.try_command(words),
        _ => report,
    }
}
