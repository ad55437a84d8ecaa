//! The sections of one family by name, and what two of one name do to each other.

use crate::{
    Dialect, dialect::sdk, document::FileKind, index::Index, packed::offset, section_name::SectionKind,
};

/// The places of the two files in what is kept of each.
pub(super) const CONFIG: usize = 0;
pub(super) const CREDENTIALS: usize = 1;

/// The sections of one family by name, in the order in which they were first named.
#[derive(Debug, Default)]
pub(super) struct Table<'d> {
    pub(super) entries: Vec<Entry<'d>>,
    index: Index,
    /// Sections that join an entry besides its first: entry, file, section. In file order.
    pub(super) joined: Vec<(usize, usize, usize)>,
}

#[derive(Debug)]
pub(super) struct Entry<'d> {
    pub(super) name: &'d str,
    /// The first section in the config file and in the credentials file, or [`NONE`].
    first: [u32; 2],
}

const NONE: u32 = u32::MAX;

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
    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve_exact(count);
        if count > WORTH_AN_INDEX && self.entries.is_empty() {
            self.index = Index::for_names(count);
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
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

    pub(super) fn add(
        &mut self,
        name: &'d str,
        which: usize,
        section: usize,
        meets: impl FnOnce(usize) -> Meets,
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
    pub(super) fn first(&self, which: usize) -> Option<usize> {
        self.first.get(which).filter(|place| **place != NONE).map(|place| *place as usize)
    }
}
