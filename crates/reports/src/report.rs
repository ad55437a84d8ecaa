//! The report of a failed command: what failed, on what, why, and the command that fixes it.

use crate::{Exit, Failure};
use daypass_command_lines::OwnLine;
use daypass_sso_types::Remedy;
use daypass_terminal::{Terminal, Text};
use serde_json::Value;
use std::error::Error;

/// The address of daypass's book.
pub const BOOK: &str = "https://github.com/daypass/daypass/blob/main/docs";

/// A failure, and the exit code of its command.
#[derive(Debug)]
pub struct Report {
    exit: Exit,
    failure: Failure,
    /// What fixes the failure, where that is not one of its words yet.
    remedy: Option<Box<Remedy>>,
}

impl Report {
    /// Creates a report with the sentence that says what failed.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self::of(exit, Failure::new(&message.into()))
    }

    /// Creates the report of a failure.
    pub fn of(exit: Exit, failure: Failure) -> Self {
        Self { exit, failure, remedy: None }
    }

    /// Reports Ctrl-C before the command changed anything.
    pub fn interrupted() -> Self {
        Self::ended_by(Exit::Interrupted, &[])
    }

    /// Reports a signal after these changes.
    pub fn ended_by(exit: Exit, changes: &[String]) -> Self {
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
    pub fn fact(self, label: &'static str, text: impl Into<String>) -> Self {
        Self { failure: self.failure.fact(label, text), ..self }
    }

    /// Adds a fact that there may be.
    #[must_use]
    pub fn fact_if(self, label: &'static str, text: Option<impl Into<String>>) -> Self {
        text.map(Into::into).into_iter().fold(self, |report, text| report.fact(label, text))
    }

    /// Adds a cause that there may be.
    #[must_use]
    pub fn cause_if(self, error: Option<&(dyn Error + 'static)>) -> Self {
        error.into_iter().fold(self, Self::cause)
    }

    /// Adds an error and the chain of its sources as causes.
    #[must_use]
    pub fn cause(self, error: &dyn Error) -> Self {
        Self { failure: self.failure.cause(error), ..self }
    }

    /// Adds what a person needs to know of the error below; see [`Failure::explained`].
    #[must_use]
    pub fn explained(self, error: Option<&(dyn Error + 'static)>) -> Self {
        Self { failure: self.failure.explained(error), ..self }
    }

    /// Sets the command line that fixes the failure, as words; one with a placeholder such as `<NAME>` is a pattern.
    #[must_use]
    pub fn try_command<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Self {
        let words = words.into_iter().map(Into::into).collect();
        Self { failure: self.failure.with_command(words), remedy: None, ..self }
    }

    /// Sets a sentence that says what a person can do.
    #[must_use]
    pub fn advise(self, sentence: &str) -> Self {
        Self { failure: self.failure.with_advice(sentence), remedy: None, ..self }
    }

    /// Sets what fixes the failure. It takes the place of a command line or a sentence only if it is one when the report is
    /// shown: a misspelled name is corrected only in a command line that has it.
    #[must_use]
    pub fn remedied(self, remedy: Option<&Remedy>) -> Self {
        match remedy {
            None => self,
            Some(Remedy::Advice(sentence)) => self.advise(sentence),
            Some(Remedy::AllowEndpoint(host)) => self.advise(&format!(
                "If you know that host, allow it: allowed_endpoints = [\"{host}\"] in daypass's settings.toml."
            )),
            Some(remedy) => Self { remedy: Some(Box::new(remedy.clone())), ..self },
        }
    }

    /// Returns the exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns whether a signal ended the command.
    pub fn is_interruption(&self) -> bool {
        matches!(self.exit, Exit::Interrupted | Exit::Terminated | Exit::HungUp)
    }

    /// Returns the sentence that says what failed.
    pub fn message(&self) -> &str {
        self.failure.message()
    }

    /// Writes the report for a person, with command lines that this program accepts.
    pub fn to_text(&self, line: &OwnLine) -> Text {
        self.resolved(line).to_text()
    }

    /// Prints the report on standard error, as text, with `-v` followed by the address of its page, or as one JSON object.
    pub fn show(&self, terminal: &Terminal, json: bool, line: &OwnLine) {
        if json {
            terminal.error(Text::json(&self.to_json(line)));
        } else if self.is_interruption() {
            terminal.error(self.message());
        } else {
            terminal.error(self.to_text(line));
            terminal.log(1, format!("{BOOK}/troubleshooting.md#{}", self.exit.word()));
        }
    }

    /// Writes the report for a program.
    pub fn to_json(&self, line: &OwnLine) -> Value {
        self.resolved(line).to_json(self.exit.word())
    }

    /// The failure with the command line that fixes it, as this program accepts it.
    fn resolved(&self, line: &OwnLine) -> Failure {
        let failure = self.failure.clone();
        let command = self.remedy.as_deref().and_then(|remedy| line.remedy(remedy));
        let failure = command.into_iter().fold(failure, Failure::with_command);
        failure.with_words(|words| {
            let words = line.joined(words);
            // So each test of a failure shows that the program accepts the command line.
            debug_assert!((line.accepts)(&words), "not a command line of this program: {words:?}");
            words
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::SignInTarget;

    const LINE: OwnLine = OwnLine {
        typed: || ["daypass", "whoami", "--profile", "dve"].map(str::to_owned).to_vec(),
        accepts: |_| true,
        takes_a_value: |name| name == "profile",
    };

    fn text(report: &Report) -> String {
        report.to_text(&LINE).plain()
    }

    #[test]
    fn a_remedy_is_words_when_it_is_shown() {
        let sign_in = |name: &str| Remedy::SignIn(SignInTarget::Profile(name.to_owned()));
        let meant = |wrong: &str| Remedy::Meant { wrong: wrong.to_owned(), meant: "dev".to_owned() };
        for (remedy, expected) in [
            (sign_in("dev"), "\ntry: daypass login --profile dev"),
            (sign_in("-x"), "\ntry: daypass login --profile=-x"),
            (meant("dve"), "\ntry: daypass whoami --profile dev"),
            // Not a word of the command line: what was set before stays.
            (meant("other"), "\ntry: daypass status"),
            (Remedy::Advice("Wait.".to_owned()), "\nWait."),
        ] {
            let report = Report::new(Exit::Failed, "it failed").try_command(["daypass", "status"]);
            assert_eq!(text(&report.remedied(Some(&remedy))), format!("error: it failed{expected}"));
        }
    }

    #[test]
    fn the_last_step_counts() {
        let remedy = Remedy::Examine;
        let report = || Report::new(Exit::Failed, "it failed").remedied(Some(&remedy));
        assert_eq!(
            text(&report().try_command(["daypass", "status"])),
            "error: it failed\ntry: daypass status"
        );
        assert_eq!(text(&report().advise("Wait.")), "error: it failed\nWait.");
        assert_eq!(text(&report().remedied(None)), "error: it failed\ntry: daypass doctor");
        assert_eq!(report().to_json(&LINE)["try"][1], "doctor");
    }
}
