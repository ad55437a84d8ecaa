//! The short forms of properties and sections: the offset of the line, and the lengths from part to part.

use crate::{
    packed::Pack,
    reading::{Property, Section, Slice},
    section_name::SectionKind,
};

/// A property without an indent, with parts of less than 256 bytes. A key of length 0 stands for a long property.
#[derive(Clone, Copy)]
pub(crate) struct ShortProperty {
    start: u32,
    key: u8,
    /// The length between key and value.
    gap: u8,
    value: u8,
    /// The length between the value and the next line.
    rest: u8,
}

impl ShortProperty {
    /// Whether this is its key in the document; `false` for a long property.
    pub(crate) fn has_key(self, document: &[u8], key: &[u8]) -> bool {
        usize::from(self.key) == key.len()
            && document.get(self.start as usize..).is_some_and(|line| line.starts_with(key))
    }
}

impl Pack for Property {
    type Short = ShortProperty;

    #[inline]
    fn pack(&self) -> Option<ShortProperty> {
        let (key, value) = (self.key.range()?, self.value.range()?);
        let lengths = ShortProperty {
            start: self.start,
            key: length(key.start, key.end)?,
            gap: length(key.end, value.start)?,
            value: length(value.start, value.end)?,
            rest: length(value.end, self.end)?,
        };
        (key.start == self.start && lengths.key > 0).then_some(lengths)
    }

    fn long(place: u32) -> ShortProperty {
        ShortProperty { start: place, key: 0, gap: 0, value: 0, rest: 0 }
    }

    #[inline]
    fn unpack(short: ShortProperty) -> Result<Self, u32> {
        let ShortProperty { start, key, gap, value, rest } = short;
        if key == 0 {
            return Err(start);
        }
        let value_start = start + u32::from(key) + u32::from(gap);
        Ok(Self {
            start,
            end: value_start + u32::from(value) + u32::from(rest),
            key: Slice::new(start, key),
            value: Slice::new(value_start, value),
        })
    }

    fn start(&self) -> u32 {
        self.start
    }
}

/// A section whose line starts with the bracket and whose header ends with the name, with parts of less than 256 bytes.
/// A header of length 0 stands for a long section.
#[derive(Clone, Copy)]
pub(crate) struct ShortSection {
    start: u32,
    first: u32,
    header: u8,
    name: u8,
    /// The length between the header and the next line.
    rest: u8,
    kind: Option<SectionKind>,
}

impl Pack for Section {
    type Short = ShortSection;

    #[inline]
    fn pack(&self) -> Option<ShortSection> {
        let header = self.header.range()?;
        let name = if self.kind.is_some() { self.name.range()? } else { header.end..header.end };
        let lengths = ShortSection {
            start: self.start,
            first: self.first,
            header: length(header.start, header.end)?,
            name: length(name.start, name.end)?,
            rest: length(header.end, self.end)?,
            kind: self.kind,
        };
        let usual = header.start.checked_sub(1) == Some(self.start) && name.end == header.end;
        (usual && lengths.header > 0).then_some(lengths)
    }

    fn long(place: u32) -> ShortSection {
        ShortSection { start: place, first: 0, header: 0, name: 0, rest: 0, kind: None }
    }

    #[inline]
    fn unpack(short: ShortSection) -> Result<Self, u32> {
        let ShortSection { start, first, header, name, rest, kind } = short;
        if header == 0 {
            return Err(start);
        }
        let header_end = start + 1 + u32::from(header);
        Ok(Self {
            start,
            end: header_end + u32::from(rest),
            header: Slice::new(start + 1, header),
            kind,
            name: Slice::new(header_end.saturating_sub(name.into()), name),
            first,
        })
    }

    fn start(&self) -> u32 {
        self.start
    }
}

/// Returns the length between two offsets, if it is less than 256.
fn length(from: u32, to: u32) -> Option<u8> {
    u8::try_from(to.checked_sub(from)?).ok()
}
