//! The view of a dialect on both files: profiles, sso-sessions and services blocks, with the origin of each key.

mod section;
mod sso;
mod table;

pub use section::Section;
pub use sso::Sso;
pub(crate) use table::{SecondSection, replaces};

use std::sync::OnceLock;

use table::{CONFIG, CREDENTIALS, Table};

use crate::{
    Dialect, Document,
    dialect::aws_cli,
    document::FileKind,
    lines::line_starts,
    reading::{Property, Reading},
    section_name::SectionKind,
};

/// A config file and a credentials file as one dialect reads them, leniently. It borrows the documents.
///
/// Sections with equal headers are joined, and the last of a repeated key counts. A second section of one name whose
/// header is spelled differently replaces the first (AWS CLI) or joins it (SDKs).
#[derive(Debug)]
pub struct Config<'d> {
    dialect: Dialect,
    files: [Option<File<'d>>; 2],
    tables: [Table<'d>; 3],
}

/// The file and the line of a key or a section.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Origin {
    /// The file.
    pub file: FileKind,
    /// The line number, from 1.
    pub line: usize,
}

/// A profile, read from both files.
pub type Profile<'c> = Section<'c>;

#[derive(Debug)]
struct File<'d> {
    kind: FileKind,
    document: &'d Document,
    reading: &'d Reading,
    /// The `[DEFAULT]` sections, which every other section inherits in the AWS CLI.
    defaults: Vec<usize>,
    /// The offsets of the lines after the first, computed when a line number is first needed.
    starts: OnceLock<Vec<usize>>,
}

impl<'d> Config<'d> {
    /// Reads both files. `config` counts as a config file and `credentials` as a credentials file, whatever their
    /// [`Document::kind`].
    pub fn new(config: &'d Document, credentials: Option<&'d Document>, dialect: Dialect) -> Self {
        let config = File::new(config, FileKind::Config, dialect);
        let credentials = credentials.map(|document| File::new(document, FileKind::Credentials, dialect));
        let mut tables = <[Table<'d>; 3]>::default();
        config.fill(&mut tables, dialect);
        if let Some(credentials) = &credentials {
            credentials.fill(&mut tables, dialect);
        }
        Self { dialect, files: [Some(config), credentials], tables }
    }

    /// Returns the dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Finds the profile with this name.
    pub fn profile(&self, name: &str) -> Option<Profile<'_>> {
        self.section(SectionKind::Profile, name)
    }

    /// Iterates over all profiles in the order of `aws configure list-profiles`: those of the config file, then those
    /// that only the credentials file has.
    pub fn profiles(&self) -> impl Iterator<Item = Profile<'_>> {
        self.sections(SectionKind::Profile)
    }

    /// Finds the sso-session with this name.
    pub fn sso_session(&self, name: &str) -> Option<Section<'_>> {
        self.section(SectionKind::SsoSession, name)
    }

    /// Iterates over all sso-sessions, in file order.
    pub fn sso_sessions(&self) -> impl Iterator<Item = Section<'_>> {
        self.sections(SectionKind::SsoSession)
    }

    /// Finds the services block with this name; [`Section::nested`] reads its values.
    pub fn services(&self, name: &str) -> Option<Section<'_>> {
        self.section(SectionKind::Services, name)
    }

    /// Finds the section of this kind and name.
    pub fn section(&self, kind: SectionKind, name: &str) -> Option<Section<'_>> {
        let entry = self.table(kind).find(name)?;
        Some(Section { config: self, kind, entry })
    }

    /// Iterates over all sections of a kind, in file order.
    pub fn sections(&self, kind: SectionKind) -> impl Iterator<Item = Section<'_>> {
        (0..self.table(kind).entries.len()).map(move |entry| Section { config: self, kind, entry })
    }

    fn table(&self, kind: SectionKind) -> &Table<'d> {
        let [profiles, sessions, services] = &self.tables;
        match kind {
            SectionKind::Profile => profiles,
            SectionKind::SsoSession => sessions,
            SectionKind::Services => services,
        }
    }
}

impl<'d> File<'d> {
    fn new(document: &'d Document, kind: FileKind, dialect: Dialect) -> Self {
        let reading = document.reading(dialect);
        let text = document.readable();
        let is_defaults = |&index: &usize| {
            dialect == Dialect::AwsCli
                && reading
                    .sections
                    .get(index)
                    .is_some_and(|s| reading.text(text, s.header) == aws_cli::DEFAULTS)
        };
        let defaults = (0..reading.sections.len()).filter(is_defaults).collect();
        Self { kind, document, reading, defaults, starts: OnceLock::new() }
    }

    fn fill(&self, tables: &mut [Table<'d>; 3], dialect: Dialect) {
        let (text, reading) = (self.document.readable(), self.reading);
        let [profiles, sessions, services] = tables;
        profiles.reserve(reading.sections.len());
        for (index, section) in reading.sections.iter().enumerate() {
            let header = reading.text(text, section.header);
            let (kind, name) = match (self.kind, section.kind) {
                (FileKind::Config, Some(kind)) => (kind, reading.text(text, section.name)),
                (FileKind::Config, None) => continue,
                (FileKind::Credentials, _) => match dialect.credentials_name(header) {
                    Some(name) => (SectionKind::Profile, name),
                    None => continue,
                },
            };
            let table = match kind {
                SectionKind::Profile => &mut *profiles,
                SectionKind::SsoSession => &mut *sessions,
                SectionKind::Services => &mut *services,
            };
            let which = if self.kind == FileKind::Config { CONFIG } else { CREDENTIALS };
            table.add(name, which, index, |earlier| {
                let earlier = reading.sections.get(earlier).map_or("", |s| reading.text(text, s.header));
                replaces(dialect, earlier, header)
            });
        }
    }

    fn key(&self, property: &Property) -> &'d str {
        self.reading.text(self.document.readable(), property.key)
    }

    fn value(&self, property: &Property) -> &'d str {
        self.reading.text(self.document.readable(), property.value)
    }

    fn origin(&self, at: usize) -> Origin {
        let starts = self.starts.get_or_init(|| line_starts(self.document.readable()));
        Origin { file: self.kind, line: starts.partition_point(|start| *start <= at) + 1 }
    }
}
