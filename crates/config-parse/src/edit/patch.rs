//! What a batch does to the sections of one name, and to their keys.

use crate::SectionName;

/// What becomes of the sections of one name.
#[derive(Debug)]
pub(super) struct Patch {
    /// The name after the batch.
    pub(super) name: SectionName,
    /// Indices of the sections that have it now, in the AWS CLI's reading.
    pub(super) now: Vec<usize>,
    pub(super) renamed: bool,
    pub(super) removed: bool,
    /// Whether the section has to be there afterwards even without changes.
    pub(super) added: bool,
    /// One entry per key, in the order first mentioned.
    pub(super) changes: Vec<(String, Change)>,
}

#[derive(Debug)]
pub(super) enum Change {
    Set(String),
    Unset,
    CommentOut,
    /// Sub-keys to set or, without a value, to remove.
    Nested(Vec<(String, Option<String>)>),
}

impl Patch {
    pub(super) fn new(name: &SectionName, now: Vec<usize>) -> Self {
        Self { name: name.clone(), now, renamed: false, removed: false, added: false, changes: Vec::new() }
    }

    /// Whether its name gets written.
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
