//! Faults as lines of text: `OPERATION[?NAME=VALUE&…] FAULT[=VALUE]… [xN | always]`.

use super::{
    value::{Value, ValueForm},
    vocabulary::WORDS,
    word::Word,
};
use crate::{
    operation::Operation,
    text::{encode, pairs},
};
use std::{fmt, str::FromStr};

/// A fault that happens to one operation or all, a number of times.
///
/// It is written as a line: `OPERATION[?NAME=VALUE&…] FAULT[=VALUE]… [xN | always]`; it happens once if the count is
/// left out. `*` is every operation of the AWS services, without pages and controls. The pairs after `?` must be
/// parameters of the request: in its query, its form or its JSON body. Faults on one line happen together; at most one
/// of them can replace the usual reply.
///
/// [`Fault::vocabulary`] and the crate's README list the faults.
///
/// ```
/// use daypass_simulator::Fault;
///
/// let fault: Fault = "CreateToken?grantType=refresh_token slow_down retry_after=2 x3".parse()?;
/// assert_eq!(fault.to_string(), "CreateToken?grantType=refresh_token slow_down retry_after=2 x3");
/// let fault: Fault = r#"GetRoleCredentials answer={"status": 404, "json": {"message": "no such path"}}"#.parse()?;
/// assert!("CreateToken sloow_down".parse::<Fault>().is_err());
/// # Ok::<(), daypass_simulator::InvalidFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub(super) operation: Option<Operation>,
    /// The parameters that the request must have.
    pub(super) parameters: Vec<(String, String)>,
    pub(super) effects: Vec<Effect>,
    /// How often the fault still happens; `None` is always.
    pub(super) remaining: Option<u32>,
}

/// A fault of the vocabulary and its value.
#[derive(Clone)]
pub(crate) struct Effect {
    pub(crate) word: &'static Word,
    pub(crate) value: Value,
}

impl PartialEq for Effect {
    fn eq(&self, other: &Self) -> bool {
        self.word.name == other.word.name && self.value == other.value
    }
}

impl Eq for Effect {}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.word.name, self.value)
    }
}

/// The error of a text or JSON value that does not describe a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFault(pub(super) String);

impl fmt::Display for InvalidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a fault: {}; it is written OPERATION[?NAME=VALUE&…] FAULT[=VALUE]… [xN | always]",
            self.0
        )
    }
}

impl std::error::Error for InvalidFault {}

/// Finds the fault of that name.
pub(super) fn word(name: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.name == name)
}

impl Fault {
    /// Lists every fault: its name, and what the caller gets, in Markdown.
    pub fn vocabulary() -> impl Iterator<Item = (&'static str, &'static str)> {
        WORDS.iter().map(|word| (word.name, word.about))
    }

    /// Builds a fault; fails if it has no effect, or two that replace the reply.
    pub(super) fn new(
        operation: Option<Operation>,
        parameters: Vec<(String, String)>,
        effects: Vec<Effect>,
        remaining: Option<u32>,
    ) -> Result<Self, &'static str> {
        if effects.is_empty() {
            return Err("no fault is named");
        }
        if effects.iter().filter(|effect| effect.word.instead.is_some()).count() > 1 {
            return Err("two of its faults take the place of the reply");
        }
        Ok(Self { operation, parameters, effects, remaining })
    }

    /// Says whether the fault replaces the usual reply.
    pub(super) fn replaces_reply(&self) -> bool {
        self.effects.iter().any(|effect| effect.word.instead.is_some())
    }
}

impl FromStr for Fault {
    type Err = InvalidFault;

    fn from_str(line: &str) -> Result<Self, InvalidFault> {
        let invalid = |what: &str| InvalidFault(format!("{line:?}, {what}"));
        let (target, mut rest) = split_word(line);
        if target.is_empty() {
            return Err(invalid("empty"));
        }
        let (operation, query) = target.split_once('?').unwrap_or((target, ""));
        let operation = match operation {
            "*" => None,
            name => Some(name.parse().map_err(|_| invalid("no such operation"))?),
        };
        let (mut effects, mut remaining) = (Vec::new(), Some(1));
        while !rest.is_empty() {
            let (word, after) = split_word(rest);
            if let Some(times) = count(word) {
                if !after.is_empty() {
                    return Err(invalid("the count, xN or always, comes last"));
                }
                remaining = match times {
                    Times::Count(count) => Some(count),
                    Times::Always => None,
                };
                break;
            }
            let (effect, after) =
                effect(rest).ok_or_else(|| invalid("no such fault, or a wrong value, or a wrong count"))?;
            effects.push(effect);
            rest = after;
        }
        Self::new(operation, pairs(query), effects, remaining).map_err(invalid)
    }
}

/// Splits off the first word.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// Parses `xN` or `always`; `None` for other words.
fn count(word: &str) -> Option<Times> {
    if word == "always" {
        return Some(Times::Always);
    }
    word.strip_prefix('x')?.parse().ok().filter(|count| *count > 0).map(Times::Count)
}

/// How often a fault happens.
enum Times {
    Count(u32),
    Always,
}

/// Parses the first effect of a text, and returns the rest.
fn effect(text: &str) -> Option<(Effect, &str)> {
    let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
    let (name, behind) = text.split_at_checked(end)?;
    let word = word(name)?;
    let (value, rest) = match (behind.strip_prefix('='), word.form) {
        // JSON can contain spaces, so its end is found by parsing it.
        (Some(behind), ValueForm::Object) => {
            let mut values = serde_json::Deserializer::from_str(behind).into_iter();
            let value = values.next()?.ok()?;
            (word.form.take(value)?, behind.get(values.byte_offset()..)?)
        }
        (Some(behind), _) => {
            let (value, rest) = split_word(behind);
            (word.form.read(Some(value))?, rest)
        }
        (None, _) => (word.form.read(None)?, behind),
    };
    (word.is_sound)(&value).then_some((Effect { word, value }, rest.trim_start()))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{operation}")?,
            None => f.write_str("*")?,
        }
        for (index, (name, value)) in self.parameters.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(f, "{separator}{}={}", encode(name), encode(value))?;
        }
        for effect in &self.effects {
            write!(f, " {effect}")?;
        }
        match self.remaining {
            None => f.write_str(" always"),
            Some(count) => write!(f, " x{count}"),
        }
    }
}
