//! The parts of a huge file that concern one profile, kept while it is read: the file is never in memory whole.

use crate::{Dialect, FileKind, lookup::Scan, search};
use std::io::{self, Read};

/// Takes a file in pieces and keeps what [`crate::Lookup::find`] would use of it, and every sso-session: which one the
/// profile refers to is known only at the end.
///
/// A million bytes in memory cost more than reading them: each page of them is a fault of its own. So a program
/// that answers in less than a millisecond hands in pieces of some kilobytes.
///
/// ```
/// use daypass_config_parse::{Dialect, FileKind, Lookup, Sieve};
///
/// let mut sieve = Sieve::new(FileKind::Config, "b", Dialect::AwsCli);
/// for piece in [&b"[profile a]\nx = 1\n[prof"[..], b"ile b]\nx = 2\n[profile c]\n", b"x = 3\n"] {
///     sieve.push(piece);
/// }
/// let kept = sieve.finish();
/// assert_eq!(kept, b"[profile b]\nx = 2\n");
/// let lookup = Lookup::find(&kept, None, "b", Dialect::AwsCli);
/// assert_eq!(lookup.config().profile("b").and_then(|b| b.get("x")), Some("2"));
/// ```
#[derive(Debug)]
pub struct Sieve<'a> {
    kind: FileKind,
    profile: &'a str,
    dialect: Dialect,
    /// Whole sections that concern the profile.
    kept: Vec<u8>,
    /// What has come since the last header that is known to be one.
    rest: Vec<u8>,
    /// Where in that the line starts that has not ended yet.
    line: usize,
}

impl<'a> Sieve<'a> {
    /// For one profile, and a file of this kind.
    pub fn new(kind: FileKind, profile: &'a str, dialect: Dialect) -> Self {
        Self { kind, profile, dialect, kept: Vec::new(), rest: Vec::new(), line: 0 }
    }

    /// Reads a file to its end, and gives what is kept of it, as [`Sieve::finish`] does. One beyond 64 MiB, which may have
    /// no end, is an error.
    pub fn read(mut self, mut file: impl Read) -> io::Result<Vec<u8>> {
        // One page for the usual file, which a single read takes whole.
        let mut most = 4 * 1024;
        let mut left: usize = 64 << 20;
        loop {
            let length = self.rest.len();
            self.rest.reserve(most);
            let read = file.by_ref().take(most as u64).read_to_end(&mut self.rest)?;
            if read < most {
                return Ok(self.finish());
            }
            left = left.checked_sub(most).ok_or(io::ErrorKind::FileTooLarge)?;
            self.sift(length);
            most = 16 * 1024;
        }
    }

    /// The next piece of the file, of any length.
    pub fn push(&mut self, piece: &[u8]) {
        let length = self.rest.len();
        self.rest.extend_from_slice(piece);
        self.sift(length);
    }

    /// What is kept of the whole file, in its order. A second sieve would keep all of it.
    pub fn finish(mut self) -> Vec<u8> {
        self.keep(self.rest.len());
        self.kept
    }

    /// Lets go of what is decided by the bytes from here on.
    fn sift(&mut self, new: usize) {
        let before = self.line;
        let Some(end) = search::rfind([b'\n'], self.rest.get(new..).unwrap_or_default()) else { return };
        self.line = new + end + 1;
        let scan = Scan::new(&self.rest, self.kind, self.profile, self.dialect);
        if let Some(header) = scan.last_header(before..self.line) {
            self.keep(header);
            self.rest.drain(..header);
            self.line -= header;
        }
    }

    fn keep(&mut self, end: usize) {
        let sections = self.rest.get(..end).unwrap_or_default();
        for range in Scan::new(sections, self.kind, self.profile, self.dialect).parts() {
            self.kept.extend_from_slice(sections.get(range).unwrap_or_default());
        }
    }
}
