//! What one dialect makes of one file: sections and properties as offsets, nothing copied that need not be.

use std::fmt;

use crate::{diagnostic::Code, name::SectionKind, search};

/// A piece of text: either of the document itself, or of the reading's own arena (joined or changed text).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slice {
    start: u32,
    length: u32,
}

const IN_ARENA: u32 = 1 << 31;

impl Slice {
    /// The slice `part` of `whole`, which it must lie in.
    pub(crate) fn of(whole: &str, part: &str) -> Self {
        let start = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        Self { start: offset(start), length: offset(part.len()) }
    }

    pub(crate) fn is_in_arena(self) -> bool {
        self.length & IN_ARENA != 0
    }

    fn get(self, text: &str) -> Option<&str> {
        let start = self.start as usize;
        text.get(start..start.checked_add((self.length & !IN_ARENA) as usize)?)
    }
}

/// An offset into a document, which [`crate::Document`] keeps under 4 GiB for reading.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// One header line. Its properties run up to those of the next section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// Where its line starts.
    pub(crate) start: u32,
    /// Where the next line starts.
    pub(crate) end: u32,
    /// The text in the brackets.
    pub(crate) header: Slice,
    /// What a config file's reader makes of the header; `name` is meaningless for `None`.
    pub(crate) kind: Option<SectionKind>,
    pub(crate) name: Slice,
    /// Index of its first property.
    pub(crate) first: u32,
}

/// One key with its value and all the lines these take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Property {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Lower-cased.
    pub(crate) key: Slice,
    /// Trimmed and joined; a nested map starts with a line feed.
    pub(crate) value: Slice,
}

/// Something that this dialect's own tools dislike, found on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) at: u32,
}

/// See the module.
#[derive(Clone, Default)]
pub(crate) struct Reading {
    pub(crate) sections: Vec<Section>,
    pub(crate) properties: Vec<Property>,
    /// In file order. Duplicates are not among them: see `lint`.
    pub(crate) problems: Vec<Problem>,
    arena: String,
}

impl Reading {
    /// Room for as many properties as the text has lines, and as many sections as it has brackets: space
    /// that is not used is never touched, and growing would cost more than the counting.
    pub(crate) fn for_text(text: &str) -> Self {
        let count = |byte| search::count(byte, text.as_bytes());
        let lines = count(b'\n') + 1;
        let sections = Vec::with_capacity(count(b'[').min(lines));
        Self { sections, properties: Vec::with_capacity(lines), ..Self::default() }
    }

    pub(crate) fn text<'a>(&'a self, document: &'a str, slice: Slice) -> &'a str {
        slice.get(if slice.is_in_arena() { &self.arena } else { document }).unwrap_or_default()
    }

    /// The properties of the section with this index, in file order.
    pub(crate) fn of_section(&self, section: usize) -> &[Property] {
        let first = |index: usize| self.sections.get(index).map(|s| s.first as usize);
        let start = first(section).unwrap_or(self.properties.len());
        let end = first(section + 1).unwrap_or(self.properties.len());
        self.properties.get(start..end).unwrap_or_default()
    }

    pub(crate) fn problem(&mut self, code: Code, at: usize) {
        self.problems.push(Problem { code, at: offset(at) });
    }

    pub(crate) fn push_section(&mut self, start: usize, end: usize, header: Slice) -> &mut Section {
        let first = offset(self.properties.len());
        self.sections.push(Section {
            start: offset(start),
            end: offset(end),
            header,
            kind: None,
            name: Slice::default(),
            first,
        });
        self.sections.last_mut().expect("just pushed")
    }

    /// Text that is not in the document as it stands.
    pub(crate) fn keep(&mut self, text: &str) -> Slice {
        let start = offset(self.arena.len());
        self.arena.push_str(text);
        Slice { start, length: offset(text.len()) | IN_ARENA }
    }

    /// Appends line feeds and `text` to the last property's value, which takes the lines up to `end`.
    pub(crate) fn continue_value(&mut self, document: &str, feeds: usize, text: &str, end: usize) {
        let Some(property) = self.properties.last_mut() else { return };
        property.end = offset(end);
        let ends_arena = property.value.is_in_arena()
            && (property.value.start + (property.value.length & !IN_ARENA)) as usize == self.arena.len();
        if !ends_arena {
            let start = offset(self.arena.len());
            let old = property.value;
            if old.is_in_arena() {
                let old = old.get(&self.arena).unwrap_or_default().to_owned();
                self.arena.push_str(&old);
            } else {
                self.arena.push_str(old.get(document).unwrap_or_default());
            }
            property.value = Slice { start, length: (old.length & !IN_ARENA) | IN_ARENA };
        }
        self.arena.extend(std::iter::repeat_n('\n', feeds));
        self.arena.push_str(text);
        property.value.length += offset(feeds + text.len());
    }

    /// Gives back what was reserved and not used, if that is much.
    pub(crate) fn trim(mut self) -> Self {
        if self.properties.capacity() > self.properties.len() * 2 {
            self.properties.shrink_to_fit();
        }
        if self.sections.capacity() > self.sections.len() * 2 {
            self.sections.shrink_to_fit();
        }
        self
    }
}

/// Counts only: the arena may hold secrets.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sections, properties, .. } = self;
        let mut shown = f.debug_struct("Reading");
        shown
            .field("sections", &sections.len())
            .field("properties", &properties.len())
            .finish_non_exhaustive()
    }
}
