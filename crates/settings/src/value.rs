//! What the file sets, value by value, and what in it cannot be used.

use super::spec::{PER_ACCOUNT, PER_SESSION};

/// What a setting holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// One text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Value {
    /// As a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(", "),
        }
    }
}

/// Whom a table of the file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Whose {
    /// One session.
    Session(String),
    /// One account, by its number.
    Account(String),
}

/// One value that the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Whom it is for, if not for all.
    pub whose: Option<Whose>,
    /// The setting; `keys.NAME` for a key of new profiles.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it stands, from 1.
    pub line: usize,
}

/// Something in the file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Where it stands, from 1.
    pub line: usize,
    /// What is wrong, and what would be right; quotes what stands there.
    pub text: String,
}

impl Entry {
    /// Its name as the file would spell it in one line, with the session or account as it stands there.
    pub fn full_name(&self) -> String {
        match &self.whose {
            Some(Whose::Session(session)) => format!("{PER_SESSION}.{session}.{}", self.name),
            Some(Whose::Account(account)) => format!("{PER_ACCOUNT}.{account}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A setting, what it is, and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// Its full name.
    pub setting: String,
    /// What counts; an empty text is nothing.
    pub value: Value,
    /// Who says so.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The settings file, this line, from 1.
    File(usize),
    /// Another place, such as a variable, by its name.
    Elsewhere(&'static str),
    /// Nobody says anything else.
    BuiltIn,
}

impl Row {
    pub(crate) fn of(entry: &Entry) -> Self {
        Self { setting: entry.full_name(), value: entry.value.clone(), origin: Origin::File(entry.line) }
    }
}
