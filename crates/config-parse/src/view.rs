//! What the two files mean together: profiles, sessions and services blocks, with where each key came from.

use crate::{
    Dialect, Document,
    dialect::{aws_cli, python, sdk},
    document::FileKind,
    index::Index,
    lex,
    lines::Locator,
    name::SectionKind,
    reading::{Property, Reading, offset},
};

/// A config file and a credentials file as one dialect reads them, leniently.
///
/// Borrows the documents. Sections with the same header are joined, the last of a repeated key counts; a
/// section that is named again by a differently spelled header is replaced (AWS CLI) or joined (SDKs).
#[derive(Debug)]
pub struct Config<'d> {
    dialect: Dialect,
    files: [Option<File<'d>>; 2],
    tables: [Table<'d>; 3],
}

/// Where a key was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Origin {
    /// In which file.
    pub file: FileKind,
    /// On which line, from 1.
    pub line: usize,
}

/// A profile, read from both files.
pub type Profile<'c> = Section<'c>;

/// A profile, an sso-session or a services block.
#[derive(Clone, Copy, Debug)]
pub struct Section<'c> {
    config: &'c Config<'c>,
    kind: SectionKind,
    entry: usize,
}

#[derive(Debug)]
struct File<'d> {
    kind: FileKind,
    document: &'d Document,
    reading: &'d Reading,
    /// The `[DEFAULT]` sections that the AWS CLI lets every other inherit.
    defaults: Vec<usize>,
}

/// The sections of one family by name, in the order in which they were first named.
#[derive(Debug, Default)]
struct Table<'d> {
    entries: Vec<Entry<'d>>,
    index: Index,
    /// Sections that join an entry besides its first: entry, file, section. In file order.
    joined: Vec<(usize, usize, usize)>,
}

#[derive(Debug)]
struct Entry<'d> {
    name: &'d str,
    /// The first section in the config file and in the credentials file, or [`NONE`].
    first: [u32; 2],
}

const NONE: u32 = u32::MAX;
const CONFIG: usize = 0;
const CREDENTIALS: usize = 1;

impl<'d> Config<'d> {
    /// Reads both files; each counts as what it is given as, whatever its [`Document::kind`].
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

    /// Whose reading this is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The profile with this name.
    pub fn profile(&self, name: &str) -> Option<Profile<'_>> {
        self.section(SectionKind::Profile, name)
    }

    /// All profiles, in the order of `aws configure list-profiles`: the config file's, then those that only
    /// the credentials file has.
    pub fn profiles(&self) -> impl Iterator<Item = Profile<'_>> {
        self.sections(SectionKind::Profile)
    }

    /// The sso-session with this name.
    pub fn sso_session(&self, name: &str) -> Option<Section<'_>> {
        self.section(SectionKind::SsoSession, name)
    }

    /// All sso-sessions, in file order.
    pub fn sso_sessions(&self) -> impl Iterator<Item = Section<'_>> {
        self.sections(SectionKind::SsoSession)
    }

    /// The services block with this name; see [`Section::nested`].
    pub fn services(&self, name: &str) -> Option<Section<'_>> {
        self.section(SectionKind::Services, name)
    }

    /// The section of this family and name.
    pub fn section(&self, kind: SectionKind, name: &str) -> Option<Section<'_>> {
        let entry = self.table(kind).find(name)?;
        Some(Section { config: self, kind, entry })
    }

    /// All sections of a family, in file order.
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

impl<'c> Section<'c> {
    /// Its bare name.
    pub fn name(&self) -> &'c str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// Its family.
    pub fn kind(&self) -> SectionKind {
        self.kind
    }

    /// The value of a key (in lower case). Trimmed; continuation lines are joined by line feeds; a nested
    /// block is its raw text, which starts with a line feed.
    pub fn get(&self, key: &str) -> Option<&'c str> {
        self.find(key).map(|(file, property)| file.value(property))
    }

    /// One value of a nested block, as in `s3 =` followed by an indented `addressing_style = path`. The
    /// last of repeated sub-keys counts; their case matters.
    pub fn nested(&self, key: &str, sub_key: &str) -> Option<&'c str> {
        self.nested_pairs(key).filter(|(found, _)| *found == sub_key).last().map(|(_, value)| value)
    }

    /// All the pairs of a nested block, in file order; none where the key has a plain value or is absent.
    pub fn nested_pairs(&self, key: &str) -> impl Iterator<Item = (&'c str, &'c str)> {
        let block = self.get(key).filter(|value| value.starts_with('\n')).unwrap_or_default();
        let (cli, dialect) = (self.config.dialect == Dialect::AwsCli, self.config.dialect);
        let lines: Box<dyn Iterator<Item = &'c str>> =
            if cli { Box::new(python::split_lines(block)) } else { Box::new(block.split('\n')) };
        lines
            .filter_map(move |line| lex::nested(line))
            .map(move |(key, value)| (trim(dialect, key), trim(dialect, value)))
    }

    /// Whether a key's value is a nested block.
    pub fn is_nested(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.starts_with('\n'))
    }

    /// Its keys, each once, in the order in which they are first set.
    pub fn keys(&self) -> Vec<&'c str> {
        let mut keys = Vec::new();
        for file in [CONFIG, CREDENTIALS] {
            for (file, section) in self.own(file).into_iter().chain(self.inherited(file)) {
                for property in file.reading.of_section(section) {
                    let key = file.key(property);
                    if !key.is_empty() && !keys.contains(&key) {
                        keys.push(key);
                    }
                }
            }
        }
        keys
    }

    /// Where a key's value comes from.
    pub fn origin(&self, key: &str) -> Option<Origin> {
        self.find(key).map(|(file, property)| file.origin(property.start as usize))
    }

    /// Where the section begins: in the config file if it is there.
    pub fn declared(&self) -> Option<Origin> {
        [CONFIG, CREDENTIALS].into_iter().find_map(|file| {
            let (file, section) = self.own(file).into_iter().next()?;
            Some(file.origin(file.reading.sections.get(section)?.start as usize))
        })
    }

    /// The line of its header, from 1.
    pub fn line(&self) -> usize {
        self.declared().map_or(1, |origin| origin.line)
    }

    fn entry(&self) -> Option<&'c Entry<'c>> {
        self.config.table(self.kind).entries.get(self.entry)
    }

    /// The property that decides: the credentials file before the config file, a section before what it
    /// inherits, the last before the first.
    fn find(&self, key: &str) -> Option<(&'c File<'c>, &'c Property)> {
        if key.is_empty() {
            return None;
        }
        [CREDENTIALS, CONFIG].into_iter().find_map(|file| {
            let last = |(file, section): (&'c File<'c>, usize)| {
                file.reading.of_section(section).iter().rev().find(|p| file.key(p) == key).map(|p| (file, p))
            };
            let own = self.own(file).into_iter().rev().find_map(last);
            own.or_else(|| self.inherited(file).into_iter().rev().find_map(last))
        })
    }

    /// Its sections in one of the files, in file order.
    fn own(&self, which: usize) -> Vec<(&'c File<'c>, usize)> {
        let file = self.config.files.get(which).and_then(Option::as_ref);
        let first = self.entry().and_then(|entry| entry.first(which));
        let (Some(file), Some(first)) = (file, first) else { return Vec::new() };
        let joined = self.config.table(self.kind).joined.iter();
        let more =
            joined.filter(|(entry, from, _)| *entry == self.entry && *from == which).map(|(_, _, s)| *s);
        std::iter::once(first).chain(more).map(|section| (file, section)).collect()
    }

    /// The `[DEFAULT]` sections of a file that it is in.
    fn inherited(&self, which: usize) -> Vec<(&'c File<'c>, usize)> {
        let file = self.config.files.get(which).and_then(Option::as_ref);
        let here = self.entry().is_some_and(|entry| entry.first(which).is_some());
        let Some(file) = file.filter(|_| here) else { return Vec::new() };
        file.defaults.iter().map(|section| (file, *section)).collect()
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
        Self { kind, document, reading, defaults }
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
                replaces(dialect, self.kind, kind, earlier, header)
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
        Origin { file: self.kind, line: Locator::new(self.document.readable()).position(at).0 }
    }
}

/// What a second section does to a first of the same name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Meets {
    Joins,
    Replaces,
    IsIgnored,
}

/// How a dialect takes two headers that name the same section.
pub(crate) fn replaces(
    dialect: Dialect,
    file: FileKind,
    kind: SectionKind,
    earlier: &str,
    later: &str,
) -> Meets {
    match dialect {
        Dialect::AwsCli if earlier == later => Meets::Joins,
        Dialect::AwsCli => Meets::Replaces,
        Dialect::Sdk if kind == SectionKind::Profile && file == FileKind::Config => {
            match (sdk::is_bare_default(earlier), sdk::is_bare_default(later)) {
                (true, false) => Meets::Replaces,
                (false, true) => Meets::IsIgnored,
                (true, true) | (false, false) => Meets::Joins,
            }
        }
        Dialect::Sdk => Meets::Joins,
    }
}

/// Below this many names looking through them is quicker than hashing.
const WORTH_AN_INDEX: usize = 16;

impl<'d> Table<'d> {
    fn reserve(&mut self, count: usize) {
        self.entries.reserve_exact(count);
        if count > WORTH_AN_INDEX && self.entries.is_empty() {
            self.index = Index::for_names(count);
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        if self.entries.len() > WORTH_AN_INDEX {
            return self.index.find(name, |at| self.entries.get(at).is_some_and(|entry| entry.name == name));
        }
        self.entries.iter().position(|entry| entry.name == name)
    }

    fn push(&mut self, entry: Entry<'d>) {
        let name_of = |at: usize| self.entries.get(at).map_or("", |entry| entry.name);
        if self.entries.len() == WORTH_AN_INDEX {
            (0..WORTH_AN_INDEX).for_each(|at| self.index.push(name_of(at), name_of));
        }
        if self.entries.len() >= WORTH_AN_INDEX {
            self.index.push(entry.name, name_of);
        }
        self.entries.push(entry);
    }

    fn add(&mut self, name: &'d str, which: usize, section: usize, meets: impl FnOnce(usize) -> Meets) {
        let place = offset(section);
        let Some(found) = self.find(name) else {
            return self
                .push(Entry { name, first: if which == CONFIG { [place, NONE] } else { [NONE, place] } });
        };
        let Some(slot) = self.entries.get_mut(found).and_then(|entry| entry.first.get_mut(which)) else {
            return;
        };
        if *slot == NONE {
            *slot = place;
            return;
        }
        match meets(*slot as usize) {
            Meets::Joins => self.joined.push((found, which, section)),
            Meets::IsIgnored => {}
            Meets::Replaces => {
                *slot = place;
                self.joined.retain(|(entry, from, _)| (*entry, *from) != (found, which));
            }
        }
    }
}

impl Entry<'_> {
    fn first(&self, which: usize) -> Option<usize> {
        self.first.get(which).filter(|place| **place != NONE).map(|place| *place as usize)
    }
}

fn trim(dialect: Dialect, text: &str) -> &str {
    match dialect {
        Dialect::AwsCli => python::strip(text),
        Dialect::Sdk => text.trim_matches([' ', '\t']),
    }
}
