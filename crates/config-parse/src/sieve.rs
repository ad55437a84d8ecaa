//! Keeps the sections of a huge file that concern one profile, while the file is read in pieces.

use crate::{Dialect, FileKind, lookup::Scan, search};
use std::io::{self, Read};

/// Takes a file in pieces and keeps the sections that [`crate::Lookup::find`] needs, and every sso-session: which one the
/// profile refers to is known only at the end.
///
/// A megabyte in memory takes longer than reading it, because each of its pages is a page fault. A program that answers
/// in less than a millisecond therefore passes pieces of some kilobytes.
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
    /// The profile whose sections are kept; `None` keeps the header of every section, and no more.
    profile: Option<&'a str>,
    dialect: Dialect,
    /// The whole sections that concern the profile.
    kept: Vec<u8>,
    /// The bytes since the last header that is known to be one.
    rest: Vec<u8>,
    /// The offset in `rest` of the line that has not ended yet.
    line: usize,
}

impl<'a> Sieve<'a> {
    /// Creates a sieve for one profile and a file of this kind.
    pub fn new(kind: FileKind, profile: &'a str, dialect: Dialect) -> Self {
        Self { kind, profile: Some(profile), dialect, kept: Vec::new(), rest: Vec::new(), line: 0 }
    }

    /// Creates a sieve that keeps the headers of a file of this kind, for a program that needs the names of its sections
    /// and no keys. What it keeps has the sections of the whole file; a part in which a header may continue a value is
    /// kept with its keys.
    ///
    /// ```
    /// use daypass_config_parse::{Dialect, FileKind, Sieve};
    ///
    /// let mut sieve = Sieve::of_headers(FileKind::Config, Dialect::AwsCli);
    /// sieve.push(b"[profile a]\nx = 1\n[sso-session s]\nx = [2]\n");
    /// assert_eq!(sieve.finish(), b"[profile a]\n[sso-session s]\n");
    /// ```
    pub fn of_headers(kind: FileKind, dialect: Dialect) -> Self {
        Self { profile: None, ..Self::new(kind, "", dialect) }
    }

    /// Reads a file to its end and returns the kept sections, as [`Sieve::finish`] does.
    ///
    /// # Errors
    /// An error of the reader, and a file beyond 64 MiB, which may have no end.
    pub fn read(mut self, mut file: impl Read) -> io::Result<Vec<u8>> {
        // One page, into which a single read takes the whole of a usual file.
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

    /// Takes the next piece of the file, of any length.
    pub fn push(&mut self, piece: &[u8]) {
        let length = self.rest.len();
        self.rest.extend_from_slice(piece);
        self.sift(length);
    }

    /// Returns the kept sections, in file order. A second sieve would keep all of them.
    pub fn finish(mut self) -> Vec<u8> {
        self.keep(self.rest.len());
        self.kept
    }

    /// Keeps or drops the sections that the bytes from offset `new` on have ended.
    fn sift(&mut self, new: usize) {
        let before = self.line;
        let Some(end) = search::rfind([b'\n'], self.rest.get(new..).unwrap_or_default()) else { return };
        self.line = new + end + 1;
        let scan = Scan::new(&self.rest, self.kind, self.profile.unwrap_or_default(), self.dialect);
        if let Some(header) = scan.last_header(before..self.line) {
            self.keep(header);
            self.rest.drain(..header);
            self.line -= header;
        }
    }

    fn keep(&mut self, end: usize) {
        let sections = self.rest.get(..end).unwrap_or_default();
        let scan = Scan::new(sections, self.kind, self.profile.unwrap_or_default(), self.dialect);
        for range in if self.profile.is_some() { scan.parts() } else { scan.headers() } {
            self.kept.extend_from_slice(sections.get(range).unwrap_or_default());
        }
    }
}
