//! One profile's change, and changes as one edit.

use daypass_config_parse::{Batch, SectionName};
use serde_json::{Value, json};

/// One profile's change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Which way.
    pub kind: ChangeKind,
    /// The profile.
    pub name: String,
    /// What a person wants to know of it: the account, or why it goes.
    pub note: String,
    /// The keys that change, with what they were and what they become.
    pub keys: Vec<KeyChange>,
}

/// Which way a profile changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "a profile comes, changes or goes")]
pub enum ChangeKind {
    /// The profile is made.
    New,
    /// Keys of the profile change.
    Changed,
    /// The profile is removed.
    Gone,
}

impl ChangeKind {
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Changed, Self::Gone];

    /// Its word in JSON: `new`, `changed` or `gone`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// A key's change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyChange {
    /// The key.
    pub name: String,
    /// Its value before; `None` where it was not there.
    pub was: Option<String>,
    /// Its value after; `None` where it goes.
    pub is: Option<String>,
}

impl Change {
    /// Makes the object that stands for it in a plan and in a backup: `change`, `profile`, `note`, and of each of its
    /// `keys` what it `was` and `is`.
    pub fn to_json(&self) -> Value {
        let key = |key: &KeyChange| json!({ "key": key.name, "was": key.was, "is": key.is });
        let keys: Vec<_> = self.keys.iter().map(key).collect();
        json!({ "change": self.kind.word(), "profile": self.name, "note": self.note, "keys": keys })
    }
}

/// Makes one edit of these changes.
pub fn edits(changes: &[Change]) -> Batch {
    changes.iter().fold(Batch::new(), |edits, change| {
        let section = SectionName::profile(change.name.as_str());
        if change.kind == ChangeKind::Gone {
            return edits.remove_section(&section);
        }
        change.keys.iter().fold(edits, |edits, key| match &key.is {
            Some(value) => edits.set(&section, &key.name, value),
            None => edits.unset(&section, &key.name),
        })
    })
}
