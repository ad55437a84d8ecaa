//! Patches: the changes of a batch to the sections of one name.

use crate::SectionName;

/// The changes to the sections of one name and to their keys.
#[derive(Debug)]
pub(super) struct Patch {
    /// The name after the batch.
    pub(super) name: SectionName,
    /// The indices of the sections of this name before the batch, in the AWS CLI's reading.
    pub(super) now: Vec<usize>,
    pub(super) renamed: bool,
    pub(super) removed: bool,
    /// Whether the section must exist after the batch even without changes.
    pub(super) added: bool,
    /// The change of each key, in the order in which the batch first names the keys.
    pub(super) changes: Vec<(String, Change)>,
}

#[derive(Debug)]
pub(super) enum Change {
    Set(String),
    Unset,
    CommentOut,
    /// The sub-keys to set, or to remove if the value is `None`.
    Nested(Vec<(String, Option<String>)>),
}

impl Change {
    /// Whether the change writes a value.
    pub(super) fn writes(&self) -> bool {
        match self {
            Self::Set(_) => true,
            Self::Unset | Self::CommentOut => false,
            Self::Nested(pairs) => pairs.iter().any(|(_, value)| value.is_some()),
        }
    }
}

impl Patch {
    pub(super) fn new(name: &SectionName, now: Vec<usize>) -> Self {
        Self { name: name.clone(), now, renamed: false, removed: false, added: false, changes: Vec::new() }
    }

    /// Whether the patch writes the name of the section.
    pub(super) fn is_written(&self) -> bool {
        !self.removed && (self.renamed || (self.added && self.now.is_empty()))
    }

    pub(super) fn change(&mut self, key: &str, change: Change) {
        let slot = self.changes.iter_mut().find(|(known, _)| known == key);
        match (slot, change) {
            (Some((_, Change::Nested(pairs))), Change::Nested(more)) => {
                for (sub_key, value) in more {
                    pairs.retain(|(known, _)| *known != sub_key);
                    pairs.push((sub_key, value));
                }
            }
            (Some((_, known)), change) => *known = change,
            (None, change) => self.changes.push((key.to_owned(), change)),
        }
    }
}
