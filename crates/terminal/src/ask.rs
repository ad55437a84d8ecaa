//! Questions to a person, on standard error. Ctrl-C, Ctrl-D and Escape cancel them.

use crate::{Error, Terminal, clean, dumb_prompts, keys, line, list, output::Screen, raw_mode::RawMode};
use console::Key;

/// Checks an answer; the error is a sentence that says what is wrong with it.
pub type Check<'a> = dyn Fn(&str) -> Result<(), String> + 'a;

impl Terminal {
    /// Asks for a text. Blocks until it is answered.
    ///
    /// An empty answer keeps `current`, which is shown as `[CURRENT]`, or gives `None` if there is none; then `blank`
    /// is shown instead. Tab completes from `known`.
    ///
    /// # Errors
    /// Fails if the person cancels, or if the terminal fails.
    pub fn ask(
        &self,
        question: &str,
        current: Option<&str>,
        blank: Option<&str>,
        known: &[String],
        check: &Check<'_>,
    ) -> Result<Option<String>, Error> {
        let prompt = match current.or(blank) {
            Some(current) => format!("{question} [{current}]: "),
            None => format!("{question}: "),
        };
        loop {
            let answer = self.read(&prompt, known)?;
            let answer = answer.trim();
            let answer = if answer.is_empty() { current } else { Some(answer) };
            match check(answer.unwrap_or_default()) {
                Ok(()) => return Ok(answer.filter(|answer| !answer.is_empty()).map(str::to_owned)),
                Err(problem) => self.error(format!("  {problem}")),
            }
        }
    }

    /// Asks for one of several items, by typing parts of it or with arrow keys from `start`, and returns its index.
    ///
    /// # Errors
    /// Fails if the person cancels, or if the terminal fails.
    pub fn pick(&self, question: &str, items: &[String], start: usize) -> Result<usize, Error> {
        let items: Vec<_> = items.iter().map(|item| clean(item)).collect();
        let picked = match self.is_dumb() {
            true => dumb_prompts::pick(&clean(question), &items, start),
            false => list::pick(&clean(question), &items, start),
        };
        picked?.ok_or_else(Error::cancelled)
    }

    /// Asks for yes or no with one key.
    ///
    /// # Errors
    /// Fails if the person cancels, or if the terminal fails.
    pub fn confirm(&self, question: &str, default: bool) -> Result<bool, Error> {
        let question = format!("{} [{}] ", clean(question), if default { "Y/n" } else { "y/N" });
        if self.is_dumb() {
            return dumb_prompts::confirm(&question, default)?.ok_or_else(Error::cancelled);
        }
        let _mode = RawMode::keys_after_discard();
        let screen = Screen::new();
        screen.write(&question)?;
        loop {
            let (said, answer) = match keys::next(&screen)? {
                Key::Char('y' | 'Y') => ("yes", Some(true)),
                Key::Char('n' | 'N') => ("no", Some(false)),
                Key::Enter => (if default { "yes" } else { "no" }, Some(default)),
                Key::CtrlC | Key::Escape | Key::Char('\u{4}') => ("", None),
                _ => continue,
            };
            screen.write_line(said)?;
            return answer.ok_or_else(Error::cancelled);
        }
    }

    /// Asks for a text that must not be empty, such as the code of an MFA device.
    ///
    /// # Errors
    /// Fails if the person cancels, or if the terminal fails.
    pub fn ask_for(&self, question: &str) -> Result<String, Error> {
        loop {
            let answer = self.read(&format!("{question}: "), &[])?;
            if !answer.trim().is_empty() {
                return Ok(answer.trim().to_owned());
            }
        }
    }

    fn read(&self, prompt: &str, known: &[String]) -> Result<String, Error> {
        let prompt = clean(prompt);
        let read = if self.is_dumb() { dumb_prompts::read(&prompt) } else { line::read(&prompt, known) };
        read?.ok_or_else(Error::cancelled)
    }
}
