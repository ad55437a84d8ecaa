//! A hash table from names to places in a list that the caller keeps, with slots of four bytes.

/// Finds the places of names in a list. A slot has four bytes; the table doubles when three quarters of the slots are in
/// use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// The place in the list plus one, or zero for a free slot. The number of slots is a power of two.
    slots: Vec<u32>,
    used: usize,
}

impl Index {
    /// Creates a table for a list of about this length.
    pub(crate) fn for_names(count: usize) -> Self {
        Self { slots: vec![0; (count * 3 / 2).next_power_of_two()], used: 0 }
    }

    /// Finds the place of a name; `is` says whether a place has this name.
    pub(crate) fn find(&self, name: &str, is: impl Fn(usize) -> bool) -> Option<usize> {
        self.probe(name)
            .map_while(|slot| self.slots.get(slot)?.checked_sub(1))
            .map(|at| at as usize)
            .find(|at| is(*at))
    }

    /// Adds a new name at the next place; `name_of` returns the name of a place, for growing.
    pub(crate) fn push<'n>(&mut self, name: &str, name_of: impl Fn(usize) -> &'n str) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            let mut larger = Self { slots: vec![0; (self.slots.len() * 2).max(16)], used: 0 };
            for at in 0..self.used {
                larger.place(name_of(at));
            }
            *self = larger;
        }
        self.place(name);
    }

    fn place(&mut self, name: &str) {
        let free = self.probe(name).find(|slot| self.slots.get(*slot) == Some(&0));
        self.used += 1;
        let place = u32::try_from(self.used).unwrap_or(u32::MAX);
        if let Some(slot) = free.and_then(|slot| self.slots.get_mut(slot)) {
            *slot = place;
        }
    }

    /// Iterates over the slots in which a name may be.
    fn probe(&self, name: &str) -> impl Iterator<Item = usize> + use<> {
        let count = self.slots.len();
        let mask = count.wrapping_sub(1);
        let start = usize::try_from(hash(name.as_bytes()) & u64::from(u32::MAX)).unwrap_or(0);
        (0..count).map(move |step| start.wrapping_add(step) & mask)
    }
}

/// Hashes by multiplying eight bytes at a time. The names are the person's own, so that nobody forces collisions.
fn hash(bytes: &[u8]) -> u64 {
    let mix = |state: u64, word: u64| {
        let mixed = (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let state = words.iter().fold(bytes.len() as u64, |state, word| mix(state, u64::from_le_bytes(*word)));
    let last = rest.iter().fold(0, |last, byte| (last << 8) | u64::from(*byte));
    mix(mix(state, last), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of any first size grows and finds all names.
    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<_> = (0..3_000).map(|n| format!("profile-{n}")).collect();
        for expected in [0, 1, 16, 100, 3_000] {
            let mut index = Index::for_names(expected);
            for (at, name) in names.iter().enumerate() {
                assert_eq!(index.find(name, |at| names[at] == *name), None, "not yet");
                index.push(name, |at| &names[at]);
                assert_eq!(index.find(name, |at| names[at] == *name), Some(at));
                assert!(index.used == at + 1 && index.used * 4 <= index.slots.len() * 3, "a quarter is free");
            }
            assert!(index.slots.len() <= 3_000 * 3, "{}", index.slots.len());
            for (at, name) in names.iter().enumerate() {
                assert_eq!(index.find(name, |at| names[at] == *name), Some(at));
            }
            assert_eq!(index.find("profile-3000", |at| names[at] == "profile-3000"), None);
            // A name needs few probes, or the table would be as slow as a list.
            let looked = names.iter().map(|name| {
                let looked = std::cell::Cell::new(0);
                let found = index.find(name, |at| {
                    looked.set(looked.get() + 1);
                    names[at] == *name
                });
                assert!(found.is_some());
                looked.get()
            });
            let all: usize = looked.sum();
            assert!(all < names.len() * 3, "{all}");
        }
    }
}
