//! The entries and problems of a settings file, and rows that show all settings.

use super::spec::{PER_ACCOUNT, PER_SESSION};

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingValue {
    /// One text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl SettingValue {
    /// Returns the value as text; a list is joined with commas.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(", "),
        }
    }
}

/// The session or account that a table of the file applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingScope {
    /// One session, by its name.
    Session(String),
    /// One account, by its 12-digit id.
    Account(String),
}

/// One setting that the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingEntry {
    /// The session or account that it applies to; `None` applies to all.
    pub scope: Option<SettingScope>,
    /// The name of the setting; `keys.NAME` for a key of new profiles.
    pub name: String,
    /// The value.
    pub value: SettingValue,
    /// The line in the file, from 1.
    pub line: usize,
}

/// A mistake in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingProblem {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong and a correct example; it quotes the file.
    pub text: String,
}

impl SettingEntry {
    /// Returns the dotted name, such as `sso-session.corp.browser`.
    pub fn full_name(&self) -> String {
        match &self.scope {
            Some(SettingScope::Session(session)) => format!("{PER_SESSION}.{session}.{}", self.name),
            Some(SettingScope::Account(account)) => format!("{PER_ACCOUNT}.{account}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A setting with its effective value and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingRow {
    /// The dotted name.
    pub setting: String,
    /// The effective value; an empty text means that there is none.
    pub value: SettingValue,
    /// Where the value comes from.
    pub origin: SettingOrigin,
}

/// Where the value of a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingOrigin {
    /// This line of the settings file, from 1.
    File(usize),
    /// Another source, such as a variable, by its name.
    Other(&'static str),
    /// The built-in default.
    BuiltIn,
}

impl SettingRow {
    pub(crate) fn of(entry: &SettingEntry) -> Self {
        Self {
            setting: entry.full_name(),
            value: entry.value.clone(),
            origin: SettingOrigin::File(entry.line),
        }
    }
}
