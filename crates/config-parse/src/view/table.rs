//! The sections of one kind by name, and the rules for two sections of one name.

use std::collections::BTreeMap;

use crate::{Dialect, dialect::sdk, index::Index, packed::offset};

/// The index of the config file in pairs of both files; the credentials file follows.
pub(super) const CONFIG: usize = 0;
pub(super) const CREDENTIALS: usize = 1;

/// The sections of one kind by name, in the order in which the names first appear.
#[derive(Debug, Default)]
pub(super) struct Table<'d> {
    pub(super) entries: Vec<Entry<'d>>,
    index: Index,
    /// The sections that join the first of an entry in a file, in file order, by entry and file.
    joined: BTreeMap<(usize, usize), Vec<usize>>,
}

#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub(super) name: &'d str,
    /// The index of the first section in the config file and in the credentials file, or [`NONE`].
    first: [u32; 2],
}

const NONE: u32 = u32::MAX;

/// What a second section of one name does to the first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SecondSection {
    Joins,
    Replaces,
    IsIgnored,
}

/// Returns what the second of two headers of one name does in a dialect.
pub(crate) fn replaces(dialect: Dialect, earlier: &str, later: &str) -> SecondSection {
    match dialect {
        Dialect::AwsCli if earlier == later => SecondSection::Joins,
        Dialect::AwsCli => SecondSection::Replaces,
        Dialect::Sdk => match (sdk::is_bare_default(earlier), sdk::is_bare_default(later)) {
            (true, false) => SecondSection::Replaces,
            (false, true) => SecondSection::IsIgnored,
            (true, true) | (false, false) => SecondSection::Joins,
        },
    }
}

/// With fewer names than this, a linear search is quicker than hashing.
const MIN_INDEXED_NAMES: usize = 16;

impl<'d> Table<'d> {
    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve_exact(count);
        if count > MIN_INDEXED_NAMES && self.entries.is_empty() {
            self.index = Index::for_names(count);
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        if self.entries.len() > MIN_INDEXED_NAMES {
            return self.index.find(name, |at| self.entries.get(at).is_some_and(|entry| entry.name == name));
        }
        self.entries.iter().position(|entry| entry.name == name)
    }

    fn push(&mut self, entry: Entry<'d>) {
        let name_of = |at: usize| self.entries.get(at).map_or("", |entry| entry.name);
        if self.entries.len() == MIN_INDEXED_NAMES {
            (0..MIN_INDEXED_NAMES).for_each(|at| self.index.push(name_of(at), name_of));
        }
        if self.entries.len() >= MIN_INDEXED_NAMES {
            self.index.push(entry.name, name_of);
        }
        self.entries.push(entry);
    }

    pub(super) fn add(
        &mut self,
        name: &'d str,
        which: usize,
        section: usize,
        meets: impl FnOnce(usize) -> SecondSection,
    ) {
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
            SecondSection::Joins => self.joined.entry((found, which)).or_default().push(section),
            SecondSection::IsIgnored => {}
            SecondSection::Replaces => {
                *slot = place;
                self.joined.remove(&(found, which));
            }
        }
    }
}

impl Table<'_> {
    /// Returns the sections of an entry in one of the files: the first, and those that join it in file order.
    pub(super) fn sections(&self, entry: usize, which: usize) -> Option<(usize, &[usize])> {
        let first = self.entries.get(entry)?.first(which)?;
        let joined = if self.joined.is_empty() { None } else { self.joined.get(&(entry, which)) };
        Some((first, joined.map_or(&[], Vec::as_slice)))
    }
}

impl Entry<'_> {
    fn first(&self, which: usize) -> Option<usize> {
        self.first.get(which).filter(|place| **place != NONE).map(|place| *place as usize)
    }
}
