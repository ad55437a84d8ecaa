//! The change of one section, and changes as one edit of the config file.

use daypass_config_parse::{Batch, SectionKind, SectionName};
use serde_json::{Value, json};

/// The change of one profile, or of one sso-session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Whether the section is created, changed or removed.
    pub kind: ChangeKind,
    /// Whether the section is a profile or an sso-session.
    pub section: SectionKind,
    /// The name of the profile or the session.
    pub name: String,
    /// A note for a person: the account's id, or why the profile is removed.
    pub note: String,
    /// The keys that change, with their old and new values.
    pub keys: Vec<KeyChange>,
}

/// Whether a profile is created, changed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "a profile is created, changed or removed")]
pub enum ChangeKind {
    /// The profile is created.
    New,
    /// Keys of the profile change.
    Changed,
    /// The profile is removed.
    Gone,
}

impl ChangeKind {
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Changed, Self::Gone];

    /// Returns the word for JSON: `new`, `changed` or `gone`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// The change of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key's name.
    pub name: String,
    /// The value before; `None` if the key was not there.
    pub was: Option<String>,
    /// The value after; `None` if the key is removed.
    pub is: Option<String>,
}

impl KeyChange {
    /// Creates the change of a key.
    pub fn new(name: impl Into<String>, was: Option<String>, is: Option<String>) -> Self {
        Self { name: name.into(), was, is }
    }
}

impl Change {
    /// Creates the change of a section.
    pub fn new(
        kind: ChangeKind,
        section: &SectionName,
        note: impl Into<String>,
        keys: Vec<KeyChange>,
    ) -> Self {
        Self { kind, section: section.kind(), name: section.name().to_owned(), note: note.into(), keys }
    }

    /// Returns the section.
    pub fn section_name(&self) -> SectionName {
        SectionName::new(self.section, self.name.as_str())
    }

    /// Writes the change as it appears in plans and backups: `change`, `profile` (or `sso-session`), `note`, and `keys`
    /// with `was` and `is`.
    pub fn to_json(&self) -> Value {
        let key = |key: &KeyChange| json!({ "key": key.name, "was": key.was, "is": key.is });
        let keys: Vec<_> = self.keys.iter().map(key).collect();
        let section = if self.section == SectionKind::Profile { "profile" } else { self.section.prefix() };
        json!({ "change": self.kind.word(), section: self.name, "note": self.note, "keys": keys })
    }
}

/// Builds one edit of the config file from changes.
pub fn edits(changes: &[Change]) -> Batch {
    changes.iter().fold(Batch::new(), |edits, change| {
        let section = change.section_name();
        if change.kind == ChangeKind::Gone {
            return edits.remove_section(&section);
        }
        change.keys.iter().fold(edits, |edits, key| match &key.is {
            Some(value) => edits.set(&section, &key.name, value),
            None => edits.unset(&section, &key.name),
        })
    })
}
