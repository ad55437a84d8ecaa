//! The entries and problems of settings files, and rows that show all settings.

use crate::{
    guard_spec::{AGENTS, PER_GUARD},
    spec::{PER_ACCOUNT, PER_SESSION},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// The part of which file sets a value. Of several, the first in this order takes precedence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SettingLayer {
    /// The table `locked` of a company's file.
    Locked,
    /// The pin of the working folder, a file `.daypass.toml`.
    Folder,
    /// The person's own file.
    #[default]
    User,
    /// What the person has imported from an organisation.
    Imported,
    /// A company's file, outside the table `locked`.
    Recommended,
}

impl SettingLayer {
    /// All layers, in the order of precedence.
    pub(crate) const ALL: [Self; 5] =
        [Self::Locked, Self::Folder, Self::User, Self::Imported, Self::Recommended];
}

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

    /// Returns the value as JSON: a text, a list, or null for none.
    fn to_json(&self) -> Value {
        match self {
            Self::List(list) => json!(list),
            Self::Text(text) if text.is_empty() => Value::Null,
            Self::Text(text) => json!(text),
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
    /// A guard, by its glob over accounts and roles.
    Guard(String),
    /// What agents may take.
    Agents,
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
    /// The layer that sets it.
    pub layer: SettingLayer,
    /// The company's file or the pin that sets it; `None` for the person's own.
    pub file: Option<Arc<str>>,
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
        full_name(self.scope.as_ref(), &self.name)
    }

    /// Returns where the value comes from.
    pub fn origin(&self) -> SettingOrigin {
        match &self.file {
            None => SettingOrigin::File(self.line),
            Some(file) if self.layer == SettingLayer::Folder => {
                SettingOrigin::Folder { file: Arc::clone(file), line: self.line }
            }
            Some(file) if self.layer == SettingLayer::Imported => {
                SettingOrigin::Imported { file: Arc::clone(file), line: self.line }
            }
            Some(file) => SettingOrigin::Company {
                file: Arc::clone(file),
                line: self.line,
                locked: self.layer == SettingLayer::Locked,
            },
        }
    }
}

/// The dotted name of a setting of this scope.
pub(crate) fn full_name(scope: Option<&SettingScope>, name: &str) -> String {
    match scope {
        Some(SettingScope::Session(session)) => format!("{PER_SESSION}.{session}.{name}"),
        Some(SettingScope::Account(account)) => format!("{PER_ACCOUNT}.{account}.{name}"),
        Some(SettingScope::Guard(pattern)) => format!("{PER_GUARD}.{pattern}.{name}"),
        Some(SettingScope::Agents) => format!("{AGENTS}.{name}"),
        None => name.to_owned(),
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
    /// Values of other files that do not apply, and where each comes from.
    pub outvoted: Vec<(SettingValue, SettingOrigin)>,
}

/// Where the value of a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingOrigin {
    /// This line of the person's settings file, from 1.
    File(usize),
    /// A line of the pin of the working folder.
    Folder {
        /// The file.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
    },
    /// A line of what the person has imported.
    Imported {
        /// The file.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
    },
    /// A line of a company's file.
    Company {
        /// The file.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// Whether the line is in the table `locked`, so that no other file's value applies.
        locked: bool,
    },
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
            origin: entry.origin(),
            outvoted: Vec::new(),
        }
    }

    /// Lets the value of another source, such as a variable, take precedence.
    ///
    /// ```
    /// use daypass_settings::{SettingOrigin, UserSettings};
    ///
    /// let settings = UserSettings::default().with_folder("~/.daypass.toml", [("region", "eu-west-1", 1)]);
    /// let mut rows = settings.rows(|_| None);
    /// let row = rows.iter_mut().find(|row| row.setting == "region").expect("a row");
    /// row.outvote("us-east-1".to_owned(), "AWS_REGION");
    /// assert_eq!((row.value.shown().as_str(), row.outvoted.len()), ("us-east-1", 1));
    /// ```
    pub fn outvote(&mut self, value: String, source: &'static str) {
        let value = std::mem::replace(&mut self.value, SettingValue::Text(value));
        let origin = std::mem::replace(&mut self.origin, SettingOrigin::Other(source));
        self.outvoted.insert(0, (value, origin));
    }

    /// Returns the row as cells: setting, value, where it comes from, what it outvotes. `place` says where a value comes from.
    pub fn cells(&self, place: impl Fn(&SettingOrigin) -> String) -> [String; 4] {
        let outvoted =
            self.outvoted.iter().map(|(value, origin)| format!("{} ({})", value.shown(), place(origin)));
        let locked = if self.is_locked() { " (locked)" } else { "" };
        let outvoted = outvoted.collect::<Vec<_>>().join(", ");
        [self.setting.clone(), self.value.shown(), place(&self.origin) + locked, outvoted]
    }

    /// Says whether a company locks the value.
    pub fn is_locked(&self) -> bool {
        matches!(self.origin, SettingOrigin::Company { locked: true, .. })
    }

    /// Returns the row as JSON. `own_file` is the person's file; `place` says where an outvoted value comes from.
    pub fn to_json(&self, own_file: &str, place: impl Fn(&SettingOrigin) -> String) -> Value {
        let outvoted = self.outvoted.iter();
        let outvoted =
            outvoted.map(|(value, origin)| json!({ "value": value.to_json(), "from": place(origin) }));
        let mut row = json!({
            "setting": self.setting,
            "value": self.value.to_json(),
            "locked": self.is_locked(),
            "outvoted": outvoted.collect::<Vec<_>>(),
        });
        let of =
            |source: &str, file: &str, line: usize| json!({ "source": source, "file": file, "line": line });
        let source = match &self.origin {
            SettingOrigin::File(line) => of("file", own_file, *line),
            SettingOrigin::Folder { file, line } => of("folder", file, *line),
            SettingOrigin::Imported { file, line } => of("imported", file, *line),
            SettingOrigin::Company { file, line, .. } => of("company", file, *line),
            SettingOrigin::Other(variable) => json!({ "source": "environment", "variable": variable }),
            SettingOrigin::BuiltIn => json!({ "source": "built in" }),
        };
        if let (Value::Object(row), Value::Object(source)) = (&mut row, source) {
            row.extend(source);
        }
        row
    }
}

#[cfg(test)]
mod tests;
