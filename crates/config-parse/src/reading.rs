//! The reading of a file by one dialect: its sections and properties as offsets, with as few copies as possible.

use std::{fmt, ops::Range};

use crate::{
    code::Code,
    lines::Line,
    packed::{Packed, offset},
    section_name::SectionKind,
};

/// A piece of text in the document, or in the reading's own arena (joined or changed text).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slice {
    start: u32,
    length: u32,
}

const IN_ARENA: u32 = 1 << 31;

impl Slice {
    /// Creates the slice for `part`, which must be a part of `whole`.
    pub(crate) fn of(whole: &str, part: &str) -> Self {
        let start = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        Self { start: offset(start), length: offset(part.len()) }
    }

    pub(crate) fn new(start: u32, length: u8) -> Self {
        Self { start, length: length.into() }
    }

    /// Returns the range in the document; `None` if the slice is in the arena.
    pub(crate) fn range(self) -> Option<Range<u32>> {
        (!self.is_in_arena()).then(|| self.start..self.start.saturating_add(self.length))
    }

    pub(crate) fn is_in_arena(self) -> bool {
        self.length & IN_ARENA != 0
    }

    fn get(self, text: &str) -> Option<&str> {
        let start = self.start as usize;
        text.get(start..start.checked_add((self.length & !IN_ARENA) as usize)?)
    }
}

/// A section: its header line, and the index of its first property. The properties end where the next section's begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// The offset of the header line.
    pub(crate) start: u32,
    /// The offset of the next line.
    pub(crate) end: u32,
    /// The text in the brackets.
    pub(crate) header: Slice,
    /// The kind by the rules of a config file; `None` for another header, whose `name` is not used.
    pub(crate) kind: Option<SectionKind>,
    pub(crate) name: Slice,
    /// The index of the first property.
    pub(crate) first: u32,
}

/// A property: its key, its value, and the range of its lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Property {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The key in lower case.
    pub(crate) key: Slice,
    /// The value, trimmed and joined; a nested block starts with a line feed.
    pub(crate) value: Slice,
}

/// A code and an offset: something that tools of this dialect reject or misread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) at: u32,
}

/// The sections, properties and problems of a file in one dialect.
#[derive(Clone, Default)]
pub(crate) struct Reading {
    pub(crate) sections: Packed<Section>,
    pub(crate) properties: Packed<Property>,
    /// The problems in file order. Repeated sections and keys are not among them; `lint` finds those.
    pub(crate) problems: Vec<Problem>,
    arena: String,
}

impl Reading {
    /// Creates a reading with capacity for a text of this length. Memory that is not used is never touched.
    pub(crate) fn for_text(text: &str) -> Self {
        let (sections, properties) = (text.len() / 96, text.len() / 24);
        Self {
            sections: Packed::with_capacity(sections),
            properties: Packed::with_capacity(properties),
            ..Self::default()
        }
    }

    pub(crate) fn text<'a>(&'a self, document: &'a str, slice: Slice) -> &'a str {
        slice.get(if slice.is_in_arena() { &self.arena } else { document }).unwrap_or_default()
    }

    /// Iterates over the properties of the section with this index, in file order.
    pub(crate) fn of_section(&self, section: usize) -> impl DoubleEndedIterator<Item = Property> {
        self.properties.range(self.range_of(section))
    }

    /// Returns the last property of a section that has this key; no property has an empty one.
    pub(crate) fn last_named(&self, document: &str, section: usize, key: &str) -> Option<Property> {
        self.properties.rfind(
            self.range_of(section),
            |short| short.has_key(document.as_bytes(), key.as_bytes()),
            |property| !key.is_empty() && self.text(document, property.key) == key,
        )
    }

    /// Returns the last property of a section that has one of these keys.
    pub(crate) fn last_of(&self, document: &str, section: usize, keys: &[&str]) -> Option<Property> {
        self.properties.rfind(
            self.range_of(section),
            |short| keys.iter().any(|key| short.has_key(document.as_bytes(), key.as_bytes())),
            |property| keys.iter().any(|key| !key.is_empty() && self.text(document, property.key) == *key),
        )
    }

    fn range_of(&self, section: usize) -> Range<usize> {
        let first =
            |index: usize| self.sections.get(index).map_or(self.properties.len(), |s| s.first as usize);
        first(section)..first(section + 1)
    }

    pub(crate) fn problem(&mut self, code: Code, at: usize) {
        self.problems.push(Problem { code, at: offset(at) });
    }

    /// Adds a section: its line, the text in the brackets, and its kind and name by the rules of a config file.
    pub(crate) fn push_section(
        &mut self,
        line: Line<'_>,
        header: Slice,
        found: Option<(SectionKind, Slice)>,
    ) {
        self.sections.push(Section {
            start: offset(line.start),
            end: offset(line.end),
            header,
            kind: found.map(|(kind, _)| kind),
            name: found.map_or(Slice::default(), |(_, name)| name),
            first: offset(self.properties.len()),
        });
    }

    /// Adds text to the arena that is not in the document in this form.
    pub(crate) fn keep(&mut self, text: &str) -> Slice {
        let start = offset(self.arena.len());
        self.arena.push_str(text);
        Slice { start, length: offset(text.len()) | IN_ARENA }
    }

    /// Appends line feeds and `text` to the last property's value, which takes the lines up to `end`.
    pub(crate) fn continue_value(&mut self, document: &str, feeds: usize, text: &str, end: usize) {
        let Some(mut property) = self.properties.last() else { return };
        property.end = offset(end);
        // Only a continued value is in the arena, and nothing is added behind it before its next line.
        if !property.value.is_in_arena() {
            let value = property.value.get(document).unwrap_or_default();
            property.value = self.keep(value);
        }
        self.arena.extend(std::iter::repeat_n('\n', feeds));
        self.arena.push_str(text);
        property.value.length += offset(feeds + text.len());
        self.properties.replace_last(property);
    }

    /// Frees unused capacity, if there is much of it.
    pub(crate) fn trim(mut self) -> Self {
        self.sections.trim();
        self.properties.trim();
        self
    }
}

/// Shows only counts, because the arena may hold secrets.
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
