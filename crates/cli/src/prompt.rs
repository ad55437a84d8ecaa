//! Questions to a person, all on stderr. Ctrl-C and Ctrl-D end the command with nothing changed.

mod keys;
mod list;

use crate::{
    exit::Exit,
    report::{Report, clean},
    ui::Ui,
};
use dialoguer::{Completion, Input, theme::Theme};
use keys::Keys;
use std::{fmt, io};

/// A text, with what stands there now; an empty answer keeps it. `None` where there is nothing and none is given.
/// What stands there is shown as `[CURRENT]`, and as `[None]` where a `blank` one is to be shown too.
pub(crate) fn text(
    ui: &Ui,
    question: &str,
    current: Option<&str>,
    blank: Option<&str>,
    known: &[String],
    check: &dyn Fn(&str) -> Result<(), String>,
) -> Result<Option<String>, Report> {
    loop {
        let prompt = match current.or(blank) {
            Some(current) => format!("{question} [{current}]"),
            None => question.to_owned(),
        };
        let known = Known(known.to_vec());
        let _keys = Keys::all();
        let answer: String = Input::with_theme(&Plain)
            .with_prompt(prompt)
            .allow_empty(true)
            .completion_with(&known)
            .interact_text()
            .map_err(|error| ended(&error))?;
        let answer = answer.trim();
        let answer = if answer.is_empty() { current } else { Some(answer) };
        match check(answer.unwrap_or_default()) {
            Ok(()) => return Ok(answer.filter(|answer| !answer.is_empty()).map(str::to_owned)),
            Err(problem) => ui.error_line(&format!("  {}", clean(&problem))),
        }
    }
}

/// One of several, by typing a part of it or from the one to start at.
pub(crate) fn pick(question: &str, items: &[String], start: usize) -> Result<usize, Report> {
    let items: Vec<_> = items.iter().map(|item| clean(item)).collect();
    let _keys = Keys::all();
    list::pick(question, &items, start)
        .map_err(dialoguer::Error::IO)
        .map_err(|error| ended(&error))?
        .ok_or_else(Report::interrupted)
}

/// Yes or no.
pub(crate) fn confirm(question: &str, default: bool) -> Result<bool, Report> {
    let _keys = Keys::all();
    dialoguer::Confirm::with_theme(&Plain)
        .with_prompt(question)
        .default(default)
        .interact_opt()
        .map_err(|error| ended(&error))?
        .ok_or_else(Report::interrupted)
}

/// The code of an MFA device.
pub(crate) fn mfa_code(serial: &str) -> io::Result<String> {
    let _keys = Keys::all();
    Input::with_theme(&Plain)
        .with_prompt(format!("MFA code of {}", clean(serial)))
        .interact_text()
        .map_err(|dialoguer::Error::IO(error)| error)
}

fn ended(dialoguer::Error::IO(error): &dialoguer::Error) -> Report {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Report::interrupted(),
        io::ErrorKind::NotConnected => Report::new(Exit::Usage, "there is no terminal to ask on"),
        _ => Report::new(Exit::Failed, "the question could not be asked").cause(error),
    }
}

struct Known(Vec<String>);

impl Completion for Known {
    fn get(&self, input: &str) -> Option<String> {
        let mut fits = self.0.iter().filter(|known| known.starts_with(input));
        fits.next().cloned()
    }
}

/// Prompts as the AWS CLI words them: `TEXT [CURRENT]: `.
struct Plain;

impl Theme for Plain {
    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        _default: Option<&str>,
    ) -> fmt::Result {
        write!(f, "{prompt}: ")
    }

    fn format_input_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        answer: &str,
    ) -> fmt::Result {
        write!(f, "{prompt}: {answer}")
    }
}
