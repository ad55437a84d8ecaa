//! What one dialect makes of one file: sections and properties as offsets, nothing copied that need not be.

use std::{fmt, ops::Range};

use crate::{
    code::Code,
    lines::Line,
    packed::{Packed, offset},
    section_name::SectionKind,
};

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

    pub(crate) fn new(start: u32, length: u8) -> Self {
        Self { start, length: length.into() }
    }

    /// Where in the document it is, unless it is in the arena.
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
    pub(crate) sections: Packed<Section>,
    pub(crate) properties: Packed<Property>,
    /// In file order. Duplicates are not among them: see `lint`.
    pub(crate) problems: Vec<Problem>,
    arena: String,
}

impl Reading {
    /// Room for what a text of this length usually has: space that is not used is never touched.
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

    /// The properties of the section with this index, in file order.
    pub(crate) fn of_section(&self, section: usize) -> impl DoubleEndedIterator<Item = Property> {
        let first =
            |index: usize| self.sections.get(index).map_or(self.properties.len(), |s| s.first as usize);
        self.properties.range(first(section)..first(section + 1))
    }

    pub(crate) fn problem(&mut self, code: Code, at: usize) {
        self.problems.push(Problem { code, at: offset(at) });
    }

    /// Adds a section: its line, the text in the brackets, and what a config file's reader makes of that.
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

    /// Text that is not in the document as it stands.
    pub(crate) fn keep(&mut self, text: &str) -> Slice {
        let start = offset(self.arena.len());
        self.arena.push_str(text);
        Slice { start, length: offset(text.len()) | IN_ARENA }
    }

    /// Appends line feeds and `text` to the last property's value, which takes the lines up to `end`.
    pub(crate) fn continue_value(&mut self, document: &str, feeds: usize, text: &str, end: usize) {
        let Some(mut property) = self.properties.last() else { return };
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
        self.properties.replace_last(property);
    }

    /// Gives back what was reserved and not used, if that is much.
    pub(crate) fn trim(mut self) -> Self {
        self.sections.trim();
        self.properties.trim();
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
