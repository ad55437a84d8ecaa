//! A list whose usual items take few bytes, because page faults for new memory take a third of the time of reading a
//! large file.

use std::ops::Range;

/// Converts an offset into a document to `u32`; [`crate::Document`] reads no more than 4 GiB.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// An item of a packed list.
pub(crate) trait Pack: Copy {
    /// The short form, of few bytes.
    type Short: Copy;

    /// Returns the short form, if the item has one.
    fn pack(&self) -> Option<Self::Short>;

    /// Returns a short form that no item has, which stands for the long item at this place.
    fn long(place: u32) -> Self::Short;

    /// Returns the item, or its place among the long items.
    fn unpack(short: Self::Short) -> Result<Self, u32>;

    /// Returns the offset of the item in the document.
    fn start(&self) -> u32;
}

/// A list of items, most of them in their short form.
#[derive(Clone)]
pub(crate) struct Packed<T: Pack> {
    short: Vec<T::Short>,
    long: Vec<T>,
}

impl<T: Pack> Packed<T> {
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self { short: Vec::with_capacity(count), long: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.short.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.short.is_empty()
    }

    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        let short = item.pack().unwrap_or_else(|| {
            self.long.push(item);
            T::long(offset(self.long.len() - 1))
        });
        self.short.push(short);
    }

    pub(crate) fn get(&self, index: usize) -> Option<T> {
        self.short.get(index).and_then(|short| self.item(*short))
    }

    pub(crate) fn last(&self) -> Option<T> {
        self.short.last().and_then(|short| self.item(*short))
    }

    /// Finds the item that starts at this offset; the offsets ascend.
    pub(crate) fn starting(&self, at: u32) -> Option<T> {
        let start = |short: &T::Short| self.item(*short).map(|item| item.start());
        let found = self.short.binary_search_by_key(&Some(at), start).ok()?;
        self.get(found)
    }

    /// Replaces the last item.
    pub(crate) fn replace_last(&mut self, item: T) {
        if let Some(Err(_)) = self.short.pop().map(T::unpack) {
            self.long.pop();
        }
        self.push(item);
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = T> {
        self.range(0..self.len())
    }

    pub(crate) fn range(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = T> {
        self.short.get(range).unwrap_or_default().iter().filter_map(|short| self.item(*short))
    }

    /// Returns the last item of a range for whose short form `is` holds, or for which `is_long` holds if it has none.
    pub(crate) fn rfind(
        &self,
        range: Range<usize>,
        is: impl Fn(&T::Short) -> bool,
        is_long: impl Fn(&T) -> bool,
    ) -> Option<T> {
        self.short.get(range)?.iter().rev().find_map(|short| match T::unpack(*short) {
            Ok(item) => is(short).then_some(item),
            Err(place) => self.long.get(place as usize).copied().filter(&is_long),
        })
    }

    /// Frees unused capacity, if there is much of it.
    pub(crate) fn trim(&mut self) {
        if self.short.capacity() > self.short.len() * 2 {
            self.short.shrink_to_fit();
        }
    }

    fn item(&self, short: T::Short) -> Option<T> {
        T::unpack(short).map_or_else(|place| self.long.get(place as usize).copied(), Some)
    }
}

impl<T: Pack> Default for Packed<T> {
    fn default() -> Self {
        Self { short: Vec::new(), long: Vec::new() }
    }
}
