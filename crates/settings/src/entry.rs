//! What the file sets, value by value, and what in it cannot be used.

use super::spec::{PER_ACCOUNT, PER_SESSION};
use crate::report::clean;

/// What a setting holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<String>),
}

impl Value {
    /// As a person reads it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(", "),
        }
    }
}

/// Whom a table of the file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    /// One session.
    Session(String),
    /// One account, by its number.
    Account(String),
}

/// One value that the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Whom it is for, if not for all.
    pub(crate) whose: Option<Whose>,
    /// The setting; `keys.NAME` for a key of new profiles.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: Value,
    /// Where it stands, from 1.
    pub(crate) line: usize,
}

/// Something in the file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) text: String,
}

impl Entry {
    /// Its name as the file would spell it in one line.
    pub(crate) fn full_name(&self) -> String {
        match &self.whose {
            Some(Whose::Session(session)) => clean(&format!("{PER_SESSION}.{session}.{}", self.name)),
            Some(Whose::Account(account)) => clean(&format!("{PER_ACCOUNT}.{account}.{}", self.name)),
            None => self.name.clone(),
        }
    }
}
