//! A failure for a person or a program: what failed, on what, why, and what to do next.

use daypass_terminal::{Text, bad, clean, is_clean, shell, strong};
use serde_json::{Map, Value};
use std::error::Error;

/// A failure, to be printed as text or as one JSON object. What it quotes is cleaned when it is added.
///
/// ```
/// use daypass_reports::Failure;
///
/// let failure = Failure::new("the sign-in to corp has expired")
///     .fact("profile", "dev")
///     .with_command(["daypass", "login"].map(str::to_owned).to_vec());
/// assert_eq!(
///     failure.to_text().plain(),
///     "error: the sign-in to corp has expired\n  profile  dev\ntry: daypass login"
/// );
/// assert_eq!(failure.to_json("login_required")["try"][1], "login");
/// ```
#[derive(Debug, Clone)]
pub struct Failure(Box<Parts>);

/// In a box, since every function that fails returns one.
#[derive(Debug, Clone)]
struct Parts {
    message: String,
    facts: Vec<(&'static str, String)>,
    causes: Vec<String>,
    next: NextStep,
}

/// What fixes a failure.
#[derive(Debug, Clone)]
enum NextStep {
    None,
    /// A command line, as words.
    Command(Vec<String>),
    /// A command line with placeholders such as `<NAME>` for words that only the person knows.
    Pattern(Vec<String>),
    /// A sentence.
    Advice(String),
}

impl Failure {
    /// Creates a failure with the sentence that says what failed.
    pub fn new(message: &str) -> Self {
        let message = clean(message);
        Self(Box::new(Parts { message, facts: Vec::new(), causes: Vec::new(), next: NextStep::None }))
    }

    /// Adds a fact: `profile`, `session`, `account`, `file`, `host` …
    #[must_use]
    pub fn fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.0.facts.push((label, clean(&text.into())));
        self
    }

    /// Adds a fact, unless the failure has one with this label.
    #[must_use]
    pub fn fact_once(self, label: &'static str, text: impl Into<String>) -> Self {
        if self.0.facts.iter().any(|(known, _)| *known == label) { self } else { self.fact(label, text) }
    }

    /// Adds an error and the chain of its sources as causes; what the sentence itself says is not told again.
    #[must_use]
    pub fn cause(mut self, error: &dyn Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let text = clean(&error.to_string());
            if self.0.causes.last().unwrap_or(&self.0.message) != &text {
                self.0.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    /// Adds an error and its sources as causes, except those that the failure has.
    #[must_use]
    pub fn cause_once(mut self, error: &dyn Error) -> Self {
        let mut known = std::mem::take(&mut self.0.causes);
        self = self.cause(error);
        self.0.causes.retain(|cause| !known.contains(cause));
        known.append(&mut self.0.causes);
        self.0.causes = known;
        self
    }

    /// Adds what a person needs to know of the error below: for a network error the host, the cause and what to look at, else
    /// the chain of causes.
    #[must_use]
    pub fn explained(self, error: Option<&(dyn Error + 'static)>) -> Self {
        let mut next = error;
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<daypass_transport::Error>() {
                let failure = self.fact_once("host", error.host()).cause_once(error);
                return match error.hint() {
                    Some(hint) => failure.fact("look at", hint),
                    None => failure,
                };
            }
            next = error.source();
        }
        match error {
            Some(error) => self.cause_once(error),
            None => self,
        }
    }

    /// Sets the command line that fixes the failure, as words, which a program can run.
    ///
    /// With a placeholder such as `<NAME>` it is printed as a pattern. It is left out if a word cannot be printed as it is,
    /// since a copy of the printed line would be another command.
    #[must_use]
    pub fn with_command(mut self, words: Vec<String>) -> Self {
        self.0.next = match words.iter().all(|word| is_clean(word)) {
            false => NextStep::None,
            true if words.iter().any(|word| shell::is_placeholder(word)) => NextStep::Pattern(words),
            true => NextStep::Command(words),
        };
        self
    }

    /// Sets a sentence that says what a person can do.
    #[must_use]
    pub fn with_advice(mut self, sentence: &str) -> Self {
        self.0.next = NextStep::Advice(clean(sentence));
        self
    }

    /// Changes the words of the command line, if there is one.
    pub(crate) fn with_words(mut self, change: impl FnOnce(Vec<String>) -> Vec<String>) -> Self {
        if let NextStep::Command(words) | NextStep::Pattern(words) = &mut self.0.next {
            *words = change(std::mem::take(words));
        }
        self
    }

    /// Returns the sentence that says what failed.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Writes the failure for a person.
    pub fn to_text(&self) -> Text {
        let mut text = bad("error:") + " " + &self.0.message;
        let width = self.0.facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0).max(7);
        for (label, fact) in &self.0.facts {
            text = text.newline() + format!("  {label:<width$}  {fact}");
        }
        for cause in &self.0.causes {
            text = text.newline() + format!("  {:<width$}  {cause}", "because");
        }
        match &self.0.next {
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

    /// Writes the failure for a program; `error` is its kind, as a word.
    pub fn to_json(&self, error: &str) -> Value {
        let mut object = Map::new();
        object.insert("error".to_owned(), error.into());
        object.insert("message".to_owned(), self.0.message.clone().into());
        for (label, fact) in &self.0.facts {
            object.insert(label.replace(' ', "_"), fact.clone().into());
        }
        if !self.0.causes.is_empty() {
            object.insert("causes".to_owned(), self.0.causes.clone().into());
        }
        match &self.0.next {
            NextStep::None => {}
            NextStep::Advice(advice) => drop(object.insert("advice".to_owned(), advice.clone().into())),
            NextStep::Pattern(words) => drop(object.insert("usage".to_owned(), words.clone().into())),
            NextStep::Command(words) => drop(object.insert("try".to_owned(), words.clone().into())),
        }
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_to_do_next() {
        for (line, text, member) in [
            ("daypass login", "\ntry: daypass login", Some("try")),
            ("daypass login <NAME>", "\nusage: daypass login <NAME>", Some("usage")),
            ("daypass lo\u{7}gin", "", None),
        ] {
            let failure = Failure::new("it failed").with_command(words(line));
            assert_eq!(failure.to_text().plain(), format!("error: it failed{text}"), "{line}");
            let json = failure.to_json("failed");
            for name in ["try", "usage", "advice"] {
                assert_eq!(json.get(name).is_some(), member == Some(name), "{line}");
            }
        }
        let advised = Failure::new("it failed").with_advice("Wait.");
        assert_eq!(advised.to_text().plain(), "error: it failed\nWait.");
        assert_eq!(advised.to_json("failed")["advice"], "Wait.");
    }

    #[test]
    fn facts_and_causes_are_told_once() {
        let error = |text: &str| io::Error::other(text.to_owned());
        let failure = Failure::new("no\u{7} answer")
            .fact("host", "a")
            .fact_once("host", "b")
            .fact_once("look at", "the proxy")
            .cause(&error("no\u{7} answer"))
            .cause(&error("refused"))
            .cause_once(&error("refused"))
            .cause_once(&error("reset"));
        let text = "error: no\u{fffd} answer\n  host     a\n  look at  the proxy\n  because  refused\n  because  reset";
        assert_eq!((failure.to_text().plain().as_str(), failure.message()), (text, "no\u{fffd} answer"));
        let json = failure.to_json("network");
        assert_eq!(json["error"], "network");
        assert_eq!(json["look_at"], "the proxy");
        assert_eq!(json["causes"], serde_json::json!(["refused", "reset"]));
    }
}
