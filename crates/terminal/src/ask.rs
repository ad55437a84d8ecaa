//! Questions to a person, all on stderr. Ctrl-C and Ctrl-D end the command with nothing changed.

mod keys;
mod line;
mod list;

use crate::{
    exit::Exit,
    report::{Report, clean},
    ui::Ui,
};
use console::{Key, Term};
use keys::Keys;
use std::io;

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
    let prompt = match current.or(blank) {
        Some(current) => format!("{question} [{}]: ", clean(current)),
        None => format!("{question}: "),
    };
    loop {
        let answer =
            line::read(&prompt, known).map_err(|error| ended(&error))?.ok_or_else(Report::interrupted)?;
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
    list::pick(question, &items, start).map_err(|error| ended(&error))?.ok_or_else(Report::interrupted)
}

/// Yes or no, by one key.
pub(crate) fn confirm(question: &str, default: bool) -> Result<bool, Report> {
    let _keys = Keys::all();
    let term = Term::stderr();
    let ask = || {
        term.write_str(&format!("{} [{}] ", clean(question), if default { "Y/n" } else { "y/N" }))?;
        loop {
            let (said, answer) = match keys::next(&term)? {
                Key::Char('y' | 'Y') => ("yes", Some(true)),
                Key::Char('n' | 'N') => ("no", Some(false)),
                Key::Enter => (if default { "yes" } else { "no" }, Some(default)),
                Key::CtrlC | Key::Escape | Key::Char('\u{4}') => ("", None),
                _ => continue,
            };
            return term.write_line(said).map(|()| answer);
        }
    };
    ask().map_err(|error| ended(&error))?.ok_or_else(Report::interrupted)
}

/// The code of an MFA device.
pub(crate) fn mfa_code(serial: &str) -> io::Result<String> {
    let question = format!("MFA code of {}: ", clean(serial));
    loop {
        let code = line::read(&question, &[])?.ok_or(io::ErrorKind::Interrupted)?;
        if !code.trim().is_empty() {
            return Ok(code.trim().to_owned());
        }
    }
}

fn ended(error: &io::Error) -> Report {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Report::interrupted(),
        io::ErrorKind::NotConnected => Report::new(Exit::Usage, "there is no terminal to ask on"),
        _ => Report::new(Exit::Failed, "the question could not be asked").cause(error),
    }
}
