//! A fault as a line of text: `OPERATION[?NAME=VALUE&…] FAULT[=VALUE]… [xN | always]`.

use super::{
    value::{Form, Value},
    vocabulary::WORDS,
    word::Word,
};
use crate::{
    operation::Operation,
    text::{encode, pairs},
};
use std::{fmt, str::FromStr};

/// Something that goes wrong, for one operation or all, a number of times.
///
/// Written as a line: `OPERATION[?NAME=VALUE&…] FAULT[=VALUE]… [xN | always]`, once where the number is left out. `*`
/// stands for every operation of the AWS services (pages and the control interface stay whole). What stands behind
/// `?` must be among the parameters of the request: of its query, its form, or the members of its JSON body. Several
/// faults on one line happen together; at most one of them takes the place of the usual reply.
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
    /// What the request's parameters must be.
    pub(super) parameters: Vec<(String, String)>,
    pub(super) effects: Vec<Effect>,
    /// `None` for ever.
    pub(super) remaining: Option<u32>,
}

/// A word of the vocabulary and its value.
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

/// A text or JSON value that describes no fault: what is wrong with it.
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

/// The word of that name.
pub(super) fn word(name: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.name == name)
}

impl Fault {
    /// Every fault there is: its name, and what the caller gets (Markdown).
    pub fn vocabulary() -> impl Iterator<Item = (&'static str, &'static str)> {
        WORDS.iter().map(|word| (word.name, word.about))
    }

    /// Puts a fault together; `Err` if its effects contradict each other or are none.
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

    /// Whether one of its effects takes the place of the usual reply.
    pub(super) fn preempts(&self) -> bool {
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

/// The first word, and what comes after the white space behind it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// `xN` or `always`: how often. `None` if the word is neither.
fn count(word: &str) -> Option<Times> {
    if word == "always" {
        return Some(Times::Always);
    }
    word.strip_prefix('x')?.parse().ok().filter(|count| *count > 0).map(Times::Count)
}

/// How often.
enum Times {
    Count(u32),
    Always,
}

/// The first effect of a text, and the text after it.
fn effect(text: &str) -> Option<(Effect, &str)> {
    let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
    let (name, behind) = text.split_at_checked(end)?;
    let word = word(name)?;
    let (value, rest) = match (behind.strip_prefix('='), word.form) {
        // JSON may hold spaces: it ends where it ends.
        (Some(behind), Form::Object) => {
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
