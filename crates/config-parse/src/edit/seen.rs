//! Reads the header of a section as one dialect does.

use crate::{Dialect, Document, SectionKind, SectionName, document::FileKind, reading::Section};

/// The kind, name and header of a section in one dialect.
#[derive(Clone, Copy)]
pub(super) struct Seen<'d> {
    pub(super) kind: SectionKind,
    pub(super) name: &'d str,
    pub(super) header: &'d str,
}

impl Seen<'_> {
    pub(super) fn to_name(self) -> SectionName {
        SectionName::new(self.kind, self.name)
    }
}

/// Reads the section with this index of the AWS CLI's reading as `dialect` does; `None` if it reads no section there.
pub(super) fn seen(document: &Document, dialect: Dialect, index: usize) -> Option<Seen<'_>> {
    let section = document.reading(Dialect::AwsCli).sections.get(index)?;
    let section = match dialect {
        Dialect::AwsCli => section,
        Dialect::Sdk => document.reading(dialect).sections.starting(section.start)?,
    };
    said(document, dialect, &section)
}

/// Reads a section of the dialect's own reading.
pub(super) fn said<'d>(document: &'d Document, dialect: Dialect, section: &Section) -> Option<Seen<'d>> {
    let (text, reading) = (document.readable(), document.reading(dialect));
    let header = reading.text(text, section.header);
    let (kind, name) = match document.kind() {
        FileKind::Config => (section.kind?, reading.text(text, section.name)),
        FileKind::Credentials => (SectionKind::Profile, dialect.credentials_name(header)?),
    };
    Some(Seen { kind, name, header })
}
