//! Turns a remedy of a library into a command line or a sentence.

use crate::{command_line, report::Report};
use daypass_command_lines::remedy_command;
use daypass_sso_types::Remedy;

impl Report {
    /// Adds the remedy: a command line, or a sentence if no command helps. For a misspelled name, the typed command line
    /// with the right name; nothing if the name is not a word of the command line.
    #[must_use]
    pub(crate) fn remedied(self, remedy: Option<&Remedy>) -> Self {
        match remedy {
            None => self,
            Some(Remedy::Advice(sentence)) => self.advise(sentence),
            Some(Remedy::AllowEndpoint(host)) => self.advise(&format!(
                "If you know that host, allow it: allowed_endpoints = [\"{host}\"] in daypass's settings.toml."
            )),
            Some(remedy) => match command(remedy) {
                Some(words) => self.try_command(words),
                None => self,
            },
        }
    }
}

/// The command line of a remedy as words; `None` if no command helps.
pub(crate) fn command(remedy: &Remedy) -> Option<Vec<String>> {
    remedy_command(remedy, &command_line::typed(), command_line::parse)
}
