//! The error of a refused edit.

use std::fmt;

use crate::SectionName;

/// Why an edit was refused, by what the caller changes next.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum EditErrorKind {
    /// The name of the section cannot be written so that every tool reads it.
    Name,
    /// The key cannot be written so that every tool reads it.
    Key,
    /// The value cannot be written so that every tool reads it.
    Value,
    /// The section does not exist.
    NoSection,
    /// A section of the new name already exists.
    SectionExists,
    /// The key has a plain value, and a nested block was asked for.
    NotNested,
    /// The lines around the change keep some tool from reading it.
    Place,
    /// The file is UTF-16 or UTF-32, or the line is not UTF-8. [`crate::Document::encoding`] names the encoding.
    Encoding,
}

/// The error of a refused edit; the document is unchanged. `Display` never quotes a value.
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

    /// Returns the kind, which says what the caller would have to change.
    pub fn kind(&self) -> EditErrorKind {
        self.kind
    }

    /// Returns the reason, without section and key.
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
