//! Replaces ranges of bytes.

use std::ops::Range;

/// A replacement of a range of bytes by a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Whether the old and the new text are ASCII, so that the splice is right in any encoding that extends ASCII.
    pub(super) fn is_understood(&self, text: &str) -> bool {
        let gone = text.get(self.range.clone()).unwrap_or_default();
        [gone, &self.text].iter().all(|text| text.is_ascii() && !text.contains('\u{1a}'))
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(at..at, text)
    }
}

/// Applies splices that do not overlap; insertions at one offset keep their order.
pub(super) fn apply(bytes: &[u8], mut splices: Vec<Splice>) -> Vec<u8> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut out = Vec::with_capacity(bytes.len() + splices.iter().map(|s| s.text.len()).sum::<usize>());
    let mut at = 0;
    for Splice { range, text } in splices {
        out.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(text.as_bytes());
        at = at.max(range.end);
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}
