//! Why an edit was refused.

use std::fmt;

use crate::SectionName;

/// Why an edit was refused, by what the caller changes next.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum EditErrorKind {
    /// The section's name cannot be written so that every tool reads it.
    Name,
    /// The key cannot.
    Key,
    /// The value cannot.
    Value,
    /// There is no such section.
    NoSection,
    /// There is a section of the new name already.
    SectionExists,
    /// The key has a plain value where a nested block is asked for.
    NotNested,
    /// What surrounds the place keeps some tool from reading the outcome.
    Place,
    /// The text is not understood: the file is UTF-16, or the line is not UTF-8. [`crate::Document::encoding`] names
    /// the encoding.
    Encoding,
}

/// A refused edit; the document is as it was. Never quotes a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EditError {
    kind: EditErrorKind,
    section: String,
    key: Option<String>,
    line: Option<usize>,
    reason: &'static str,
}

impl EditError {
    pub(crate) fn new(
        kind: EditErrorKind,
        section: &SectionName,
        key: Option<&str>,
        reason: &'static str,
    ) -> Self {
        Self { kind, section: section.to_string(), key: key.map(str::to_owned), line: None, reason }
    }

    /// With the line of the header of the section that cannot be changed.
    pub(crate) fn at_line(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }

    /// The line of the header, from 1, of a section that is there and has a name, key or value that cannot be written.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What the caller would have to change.
    pub fn kind(&self) -> EditErrorKind {
        self.kind
    }

    /// Why, without the place.
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind: _, section, key, line: _, reason } = self;
        match key {
            Some(key) => {
                write!(f, "cannot write `{}` in [{}]: {reason}", key.escape_debug(), section.escape_debug())
            }
            None => write!(f, "cannot change [{}]: {reason}", section.escape_debug()),
        }
    }
}

impl std::error::Error for EditError {}
