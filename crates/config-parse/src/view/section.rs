//! Sections: a profile, an sso-session or a services block, read from both files.

use super::{
    Config, File, Origin,
    table::{CONFIG, CREDENTIALS, Entry},
};
use crate::{
    Dialect,
    dialect::python,
    lex, plain,
    reading::{Property, Reading},
    section_name::SectionKind,
};

/// A profile, an sso-session or a services block, with its keys from both files.
#[derive(Clone, Copy, Debug)]
pub struct Section<'c> {
    pub(super) config: &'c Config<'c>,
    pub(super) kind: SectionKind,
    pub(super) entry: usize,
}

impl<'c> Section<'c> {
    /// Returns the name without its prefix.
    pub fn name(&self) -> &'c str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// Returns the kind.
    pub fn kind(&self) -> SectionKind {
        self.kind
    }

    /// Returns the value of a key (in lower case), trimmed. Continuation lines are joined by line feeds; a nested block
    /// is its raw text, which starts with a line feed.
    pub fn get(&self, key: &str) -> Option<&'c str> {
        self.find_key(key).map(|(file, property)| file.value(&property))
    }

    /// Returns the trimmed value of a key; a blank one counts as absent.
    ///
    /// ```
    /// # use daypass_config_parse::{Config, Dialect, Document};
    /// let file = Document::parse(b"[profile dev]\nregion = eu-west-1\noutput =\n".to_vec());
    /// let config = Config::new(&file, None, Dialect::Sdk);
    /// let dev = config.profile("dev").expect("it is in the file");
    /// assert_eq!([dev.text("region"), dev.text("output")], [Some("eu-west-1"), None]);
    /// ```
    pub fn text(&self, key: &str) -> Option<&'c str> {
        self.get(key).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Returns a value of a nested block, such as `s3 =` followed by an indented `addressing_style = path`. The last of
    /// repeated sub-keys counts; their letter case matters.
    pub fn nested(&self, key: &str, sub_key: &str) -> Option<&'c str> {
        self.nested_pairs(key).filter(|(found, _)| *found == sub_key).last().map(|(_, value)| value)
    }

    /// Iterates over the pairs of a nested block, in file order; empty if the key has a plain value or is absent.
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

    /// Returns the keys, each once, in the order in which they are first set.
    pub fn keys(&self) -> Vec<&'c str> {
        let mut keys = Vec::new();
        for file in [CONFIG, CREDENTIALS] {
            for (file, section) in self.own(file).chain(self.inherited(file)) {
                for property in file.reading.of_section(section) {
                    let key = file.key(&property);
                    if !key.is_empty() && !keys.contains(&key) {
                        keys.push(key);
                    }
                }
            }
        }
        keys
    }

    /// Whether any of these keys has a value: one pass, where [`Section::get`] would take one for each key.
    pub fn has_any(&self, keys: &[&str]) -> bool {
        self.find(|reading, text, section| reading.last_of(text, section, keys)).is_some()
    }

    /// Returns the file and the line of a key's value.
    pub fn origin(&self, key: &str) -> Option<Origin> {
        self.find_key(key).map(|(file, property)| file.origin(property.start as usize))
    }

    /// Returns the file and the line of the header; the config file wins over the credentials file.
    pub fn declared(&self) -> Option<Origin> {
        [CONFIG, CREDENTIALS].into_iter().find_map(|file| {
            let (file, section) = self.own(file).next()?;
            Some(file.origin(file.reading.sections.get(section)?.start as usize))
        })
    }

    /// Returns the line number of the header, from 1.
    pub fn line(&self) -> usize {
        self.declared().map_or(1, |origin| origin.line)
    }

    fn entry(&self) -> Option<&'c Entry<'c>> {
        self.config.table(self.kind).entries.get(self.entry)
    }

    /// Finds the property that counts, by what finds the last one in a section: the credentials file wins over the config
    /// file, a section over what it inherits, a later property over an earlier one.
    fn find(
        &self,
        last: impl Fn(&Reading, &str, usize) -> Option<Property>,
    ) -> Option<(&'c File<'c>, Property)> {
        let table = self.config.table(self.kind);
        [CREDENTIALS, CONFIG].into_iter().find_map(|which| {
            let file = self.config.files.get(which)?.as_ref()?;
            let (first, joined) = table.sections(self.entry, which)?;
            let last = |section: &usize| last(file.reading, file.document.readable(), *section);
            let own = joined.iter().rev().find_map(last).or_else(|| last(&first));
            own.or_else(|| file.defaults.iter().rev().find_map(last)).map(|found| (file, found))
        })
    }

    fn find_key(&self, key: &str) -> Option<(&'c File<'c>, Property)> {
        self.find(|reading, text, section| reading.last_named(text, section, key))
    }

    /// Returns the sections of this name in one of the files, in file order.
    fn own(&self, which: usize) -> impl Iterator<Item = (&'c File<'c>, usize)> + use<'c> {
        let file = self.config.files.get(which).and_then(Option::as_ref);
        let sections = self.config.table(self.kind).sections(self.entry, which).into_iter();
        let sections =
            sections.flat_map(|(first, joined)| std::iter::once(first).chain(joined.iter().copied()));
        sections.filter_map(move |section| Some((file?, section)))
    }

    /// Returns the `[DEFAULT]` sections of a file, if the section is in that file.
    fn inherited(&self, which: usize) -> impl Iterator<Item = (&'c File<'c>, usize)> + use<'c> {
        let here = self.own(which).next();
        here.into_iter().flat_map(|(file, _)| file.defaults.iter().map(move |section| (file, *section)))
    }
}

fn trim(dialect: Dialect, text: &str) -> &str {
    match dialect {
        Dialect::AwsCli => python::strip(text),
        Dialect::Sdk => plain::trim_blank(text),
    }
}
