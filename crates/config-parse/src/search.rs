//! Searches for one of up to three bytes, with the vector instructions that every processor of the architecture has.
//!
//! memchr's own entry points first ask the processor for wider vectors. Under a hypervisor each such `cpuid` takes 1 to
//! 7 µs, and memchr asks ten times, which takes as long as the rest of a lookup. On the short lines of a config file,
//! wider vectors gain nothing.

/// Finds the first of these bytes.
#[inline]
pub(crate) fn find<const N: usize>(needles: [u8; N], haystack: &[u8]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    {
        use memchr::arch::x86_64::sse2::memchr::{One, Three, Two};
        let found = match *needles.as_slice() {
            [a] => One::new(a).map(|one| one.find(haystack)),
            [a, b] => Two::new(a, b).map(|two| two.find(haystack)),
            [a, b, c] => Three::new(a, b, c).map(|three| three.find(haystack)),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
    }
    match *needles.as_slice() {
        [a] => memchr::memchr(a, haystack),
        [a, b] => memchr::memchr2(a, b, haystack),
        [a, b, c] => memchr::memchr3(a, b, c, haystack),
        _ => haystack.iter().position(|byte| needles.contains(byte)),
    }
}

/// Finds the last of these bytes.
#[inline]
pub(crate) fn rfind<const N: usize>(needles: [u8; N], haystack: &[u8]) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    {
        use memchr::arch::x86_64::sse2::memchr::{One, Two};
        let found = match *needles.as_slice() {
            [a] => One::new(a).map(|one| one.rfind(haystack)),
            [a, b] => Two::new(a, b).map(|two| two.rfind(haystack)),
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
    }
    match *needles.as_slice() {
        [a] => memchr::memrchr(a, haystack),
        [a, b] => memchr::memrchr2(a, b, haystack),
        _ => haystack.iter().rposition(|byte| needles.contains(byte)),
    }
}

/// Iterates over the offsets of these bytes.
pub(crate) fn each<const N: usize>(needles: [u8; N], haystack: &[u8]) -> Each<'_, N> {
    Each { needles, haystack, at: 0 }
}

/// An iterator over offsets.
#[derive(Clone, Debug)]
pub(crate) struct Each<'h, const N: usize> {
    needles: [u8; N],
    haystack: &'h [u8],
    at: usize,
}

impl<const N: usize> Iterator for Each<'_, N> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let found = self.at + find(self.needles, self.haystack.get(self.at..)?)?;
        self.at = found + 1;
        Some(found)
    }
}

/// Iterates over the offsets of a byte that is frequent, such as line endings: eight bytes at a time, each of them read
/// once. Starting a vector search again after each line costs more than the vectors save.
pub(crate) fn close(needle: u8, haystack: &[u8]) -> Close<'_> {
    Close { words: haystack.as_chunks().0.iter(), haystack, needle, at: 0, found: 0 }
}

/// An iterator over the offsets of a frequent byte.
#[derive(Clone, Debug)]
pub(crate) struct Close<'h> {
    words: std::slice::Iter<'h, [u8; 8]>,
    haystack: &'h [u8],
    needle: u8,
    /// The offset after the word that was read last.
    at: usize,
    /// The needles in that word that are still to be returned: the highest bit of each such byte.
    found: u64,
}

impl Iterator for Close<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
        let needles = u64::from_le_bytes([self.needle; 8]);
        while self.found == 0 {
            let Some(word) = self.words.next() else {
                let found = self.at + find([self.needle], self.haystack.get(self.at..)?)?;
                self.at = found + 1;
                return Some(found);
            };
            let other = u64::from_le_bytes(*word) ^ needles;
            self.found = !(((other & LOW) + LOW) | other | LOW);
            self.at += 8;
        }
        let place = self.at - 8 + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let text: Vec<u8> = (0..300_u32).map(|n| b"ab=:#\n xyz[]"[(n * n / 7 % 12) as usize]).collect();
        for start in 0..40 {
            for end in (start..text.len()).step_by(7) {
                let hay = &text[start..end];
                let plain = |needles: &[u8]| hay.iter().position(|byte| needles.contains(byte));
                let last = |needles: &[u8]| hay.iter().rposition(|byte| needles.contains(byte));
                assert_eq!(find(*b"\n", hay), plain(b"\n"));
                assert_eq!(find(*b"=:", hay), plain(b"=:"));
                assert_eq!(find(*b"#[x", hay), plain(b"#[x"));
                assert_eq!(rfind(*b"]", hay), last(b"]"));
                assert_eq!(rfind(*b"\n#", hay), last(b"\n#"));
                let every: Vec<_> = (0..hay.len()).filter(|at| hay[*at] == b'z').collect();
                assert_eq!(close(b'z', hay).collect::<Vec<_>>(), every);
                let all: Vec<_> = (0..hay.len()).filter(|at| b"z ".contains(&hay[*at])).collect();
                assert_eq!(each(*b"z ", hay).collect::<Vec<_>>(), all);
            }
        }
    }
}
