//! One question of the wizard, and the flag that answers it.

use crate::{context::Context, exit::Exit, prompt, report::Report, words};

/// A text that is asked for.
pub(crate) struct Question<'a> {
    pub(crate) text: &'a str,
    pub(crate) flag: &'a str,
    pub(crate) placeholder: &'a str,
    pub(crate) given: Option<String>,
    pub(crate) current: Option<String>,
    pub(crate) known: Vec<String>,
    pub(crate) check: &'a dyn Fn(&str) -> Result<(), String>,
}

impl Question<'_> {
    /// The flag's value, or the person's; without a person, what stands there now.
    pub(crate) fn answer(self, context: &Context) -> Result<String, Report> {
        if let Some(given) = self.given {
            let given = given.trim();
            (self.check)(given)
                .map_err(|problem| wrong_flag(Exit::Usage, problem, given, self.placeholder))?;
            return Ok(given.to_owned());
        }
        if !context.ui.prompts() {
            let current = self.current.ok_or_else(|| missing(self.text, self.flag, self.placeholder))?;
            (self.check)(&current).map_err(|problem| {
                Report::new(Exit::Configuration, format!("{} in the config file: {problem}", self.text))
                    .mend(with_flag(self.flag, self.placeholder))
            })?;
            return Ok(current);
        }
        let current = self.current.as_deref();
        let answer = prompt::text(&context.ui, self.text, current, Some("None"), &self.known, self.check)?;
        answer.ok_or_else(|| missing(self.text, self.flag, self.placeholder))
    }
}

/// A question that cannot be asked here, and the flag that answers it.
pub(crate) fn missing(what: &str, flag: &str, placeholder: &str) -> Report {
    Report::new(Exit::Usage, format!("{what} is not given, and there is no terminal to ask on"))
        .mend(with_flag(flag, placeholder))
}

/// This command with one more flag.
fn with_flag(flag: &str, placeholder: &str) -> Vec<String> {
    let mut words = words::typed();
    words.extend([flag.to_owned(), placeholder.to_owned()]);
    words
}

/// A flag's value that cannot be, and the command with what should stand there.
pub(crate) fn wrong_flag(exit: Exit, problem: String, given: &str, placeholder: &str) -> Report {
    let report = Report::new(exit, problem);
    match words::retyped(given, placeholder) {
        Some(words) if !given.is_empty() => report.mend(words),
        _ => report,
    }
}
