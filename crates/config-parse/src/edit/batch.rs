//! Batches: several changes that are made together.

use std::fmt;

use crate::SectionName;

/// Changes that are made together or not at all, in this order, such as a new profile and its sso-session.
#[derive(Clone, Default)]
#[must_use = "a batch does nothing until it is applied"]
pub struct Batch {
    pub(super) edits: Vec<(SectionName, Edit)>,
}

#[derive(Clone)]
pub(super) enum Edit {
    Set(String, String),
    Unset(String),
    CommentOut(String),
    SetNested(String, String, String),
    UnsetNested(String, String),
    Add,
    Remove,
    Rename(String),
}

impl Batch {
    /// Creates a batch without changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the change of [`crate::Document::set`].
    pub fn set(self, section: &SectionName, key: &str, value: &str) -> Self {
        self.with(section, Edit::Set(key.to_ascii_lowercase(), value.to_owned()))
    }

    /// Adds the change of [`crate::Document::unset`].
    pub fn unset(self, section: &SectionName, key: &str) -> Self {
        self.with(section, Edit::Unset(key.to_ascii_lowercase()))
    }

    /// Adds the change of [`crate::Document::comment_out`].
    pub fn comment_out(self, section: &SectionName, key: &str) -> Self {
        self.with(section, Edit::CommentOut(key.to_ascii_lowercase()))
    }

    /// Adds the change of [`crate::Document::set_nested`].
    pub fn set_nested(self, section: &SectionName, key: &str, sub_key: &str, value: &str) -> Self {
        self.with(section, Edit::SetNested(key.to_ascii_lowercase(), sub_key.to_owned(), value.to_owned()))
    }

    /// Adds the change of [`crate::Document::unset_nested`].
    pub fn unset_nested(self, section: &SectionName, key: &str, sub_key: &str) -> Self {
        self.with(section, Edit::UnsetNested(key.to_ascii_lowercase(), sub_key.to_owned()))
    }

    /// Adds the change of [`crate::Document::add_section`].
    pub fn add_section(self, section: &SectionName) -> Self {
        self.with(section, Edit::Add)
    }

    /// Adds the change of [`crate::Document::remove_section`].
    pub fn remove_section(self, section: &SectionName) -> Self {
        self.with(section, Edit::Remove)
    }

    /// Adds the change of [`crate::Document::rename_section`].
    pub fn rename_section(self, section: &SectionName, name: &str) -> Self {
        self.with(section, Edit::Rename(name.to_owned()))
    }

    fn with(mut self, section: &SectionName, edit: Edit) -> Self {
        self.edits.push((section.clone(), edit));
        self
    }
}

/// Shows only the number of changes, because they may hold secrets.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("edits", &self.edits.len()).finish_non_exhaustive()
    }
}
