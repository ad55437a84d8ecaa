//! Finds one profile and the sections that it refers to, by searching for brackets instead of reading every line.

use std::{iter::successors, ops::Range};

use crate::{
    Config, Dialect, Document,
    dialect::{aws_cli, python},
    document::FileKind,
    lex::{self, Token},
    lines::{line, line_end},
    search,
    section_name::SectionKind,
};

/// The sections of a config file and a credentials file that concern one profile: its own, those of its sso-session and
/// its services block, and `[DEFAULT]`, which the AWS CLI lets every section inherit.
///
/// [`Lookup::config`] reads these sections as it would in the whole files. Line numbers count within the kept text; for
/// an error message, read the whole [`Document`].
///
/// ```
/// use daypass_config_parse::{Dialect, Lookup};
///
/// let file = b"[profile a]\nx = 1\n[profile b]\nsso_session = s\n[sso-session s]\nsso_region = r\n";
/// let lookup = Lookup::find(file, None, "b", Dialect::AwsCli);
/// let config = lookup.config();
/// assert_eq!(config.sso_session("s").and_then(|s| s.get("sso_region")), Some("r"));
/// assert!(config.profile("a").is_none());
/// ```
#[derive(Debug)]
pub struct Lookup {
    config: Document,
    credentials: Option<Document>,
    dialect: Dialect,
}

impl Lookup {
    /// Finds a profile in the bytes of both files. It never fails; a missing profile is missing in the [`Config`] too.
    pub fn find(config: &[u8], credentials: Option<&[u8]>, profile: &str, dialect: Dialect) -> Self {
        let credentials = credentials.map(|bytes| {
            let found = Scan::new(bytes, FileKind::Credentials, profile, dialect).run();
            Document::parse_credentials(joined(bytes, &found.own))
        });
        let mut found = Scan::new(config, FileKind::Config, profile, dialect).run();
        let own = Document::parse(joined(config, &found.own));
        let referred = {
            let read = Config::new(&own, credentials.as_ref(), dialect);
            let refers = |key| read.profile(profile).and_then(|profile| profile.get(key));
            let wanted = [
                (SectionKind::SsoSession, refers("sso_session")),
                (SectionKind::Services, refers("services")),
            ];
            found.others.retain(|range| {
                wanted
                    .iter()
                    .any(|(kind, name)| name.is_some_and(|name| is(config, range, dialect, *kind, name)))
            });
            found.others
        };
        let config = if referred.is_empty() {
            own
        } else {
            found.own.extend(referred);
            found.own.sort_unstable_by_key(|range| range.start);
            Document::parse(joined(config, &found.own))
        };
        Self { config, credentials, dialect }
    }

    /// Returns the view of the kept sections.
    pub fn config(&self) -> Config<'_> {
        Config::new(&self.config, self.credentials.as_ref(), self.dialect)
    }
}

/// The ranges of the sections that were found in one file.
#[derive(Default)]
struct Found {
    /// The sections of the profile, and `[DEFAULT]`.
    own: Vec<Range<usize>>,
    /// All sso-sessions and services blocks.
    others: Vec<Range<usize>>,
}

pub(crate) struct Scan<'a> {
    bytes: &'a [u8],
    kind: FileKind,
    profile: &'a str,
    dialect: Dialect,
}

/// The list to which a section is added.
#[derive(Clone, Copy)]
enum Part {
    Own,
    Other,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(bytes: &'a [u8], kind: FileKind, profile: &'a str, dialect: Dialect) -> Self {
        Self { bytes, kind, profile, dialect }
    }

    /// Returns the ranges that a lookup may need, in file order.
    pub(crate) fn parts(&self) -> Vec<Range<usize>> {
        let Found { mut own, others } = self.run();
        own.extend(others);
        own.sort_unstable_by_key(|range| range.start);
        own
    }

    /// Returns the lines that start with a bracket, in file order; everything if one with an indent may be a header.
    pub(crate) fn headers(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        for at in search::each([b'['], self.bytes) {
            match self.margin(at) {
                Margin::At(start) => {
                    let rest = self.bytes.get(at..).unwrap_or_default();
                    lines.push(
                        start..line_end(rest, self.dialect).map_or(self.bytes.len(), |end| at + end + 1),
                    );
                }
                Margin::Inside => {}
                Margin::Unclear => return std::iter::once(0..self.bytes.len()).collect(),
            }
        }
        lines
    }

    /// Finds the last header among these whole lines, except at the very first byte.
    pub(crate) fn last_header(&self, lines: Range<usize>) -> Option<usize> {
        let start = lines.start;
        let lines = self.bytes.get(lines).unwrap_or_default();
        let earlier = |end: usize| search::rfind([b'['], lines.get(..end)?);
        let found = successors(earlier(lines.len()), |at| earlier(*at));
        found.map(|at| start + at).find(|at| {
            let begins = at.checked_sub(1).is_some_and(|before| self.bytes.get(before) == Some(&b'\n'));
            begins && self.is_header(*at)
        })
    }

    /// Finds the sections. A header without an indent is a header after any line, so that its section can be read
    /// alone. An indented header may continue a value: then the whole file is kept.
    fn run(&self) -> Found {
        let mut found = Found::default();
        let mut open: Option<(Part, usize)> = None;
        for at in search::each([b'['], self.bytes) {
            let start = match self.margin(at) {
                Margin::At(start) => start,
                Margin::Inside => continue,
                Margin::Unclear => {
                    let all = std::iter::once(0..self.bytes.len()).collect();
                    return Found { own: all, others: Vec::new() };
                }
            };
            let part = self.part(at);
            if (open.is_none() && part.is_none()) || !self.is_header(at) {
                continue;
            }
            if let Some((part, from)) = open.take() {
                found.list(part).push(from..start);
            }
            open =
                part.filter(|part| matches!(part, Part::Other) || self.is_own(at)).map(|part| (part, start));
        }
        if let Some((part, from)) = open {
            found.list(part).push(from..self.bytes.len());
        }
        found
    }

    /// Returns the start of the line, if this bracket is the first text in it.
    fn margin(&self, at: usize) -> Margin {
        let before = self.bytes.get(..at).unwrap_or_default();
        let universal = self.dialect == Dialect::AwsCli;
        match before {
            [] | [0xef, 0xbb, 0xbf] => return Margin::At(0),
            [.., b'\n'] => return Margin::At(at),
            [.., b'\r'] if universal => return Margin::At(at),
            _ => {}
        }
        if !universal {
            return Margin::Inside;
        }
        let text =
            before.iter().rev().find(|byte| (0x21..0x7f).contains(*byte) || matches!(**byte, b'\n' | b'\r'));
        match text {
            Some(b'\n' | b'\r') | None => Margin::Unclear,
            Some(_) => Margin::Inside,
        }
    }

    /// Returns what the section of this bracket may be: a cheap test that may keep too much, never too little.
    fn part(&self, at: usize) -> Option<Part> {
        let header = self.bytes.get(at + 1..).unwrap_or_default();
        let odd = header.first().is_some_and(|b| is_odd(*b));
        match (self.kind, self.dialect) {
            (FileKind::Credentials, _) => {
                let own = may_begin(header, self.profile) || header.starts_with(aws_cli::DEFAULTS.as_bytes());
                (own || odd).then_some(Part::Own)
            }
            (FileKind::Config, Dialect::Sdk) if odd => Some(Part::Own),
            (FileKind::Config, _) => {
                if let Some(rest) = header.strip_prefix(b"profile") {
                    may_name(rest, self.profile).then_some(Part::Own)
                } else if header.starts_with(b"sso-session") || header.starts_with(b"services") {
                    Some(Part::Other)
                } else if header.starts_with(b"default") {
                    (self.profile == "default").then_some(Part::Own)
                } else {
                    header.starts_with(aws_cli::DEFAULTS.as_bytes()).then_some(Part::Own)
                }
            }
        }
    }

    /// Whether a line that starts with a bracket is a header. For the AWS CLI, `[x = 1` is a property.
    fn is_header(&self, at: usize) -> bool {
        let line = String::from_utf8_lossy(line(self.bytes, at, self.dialect));
        self.dialect == Dialect::Sdk
            || match lex::aws_cli(python::strip(&line)) {
                Token::Header(_) | Token::Unclosed(_) => true,
                Token::Property(..) | Token::Stray => false,
            }
    }

    /// Whether this may be a section of the profile or one that it inherits; with an unusual spelling it may be
    /// another.
    fn is_own(&self, at: usize) -> bool {
        let document = Document::parse(line(self.bytes, at, self.dialect));
        let (text, reading) = (document.readable(), document.reading(self.dialect));
        let Some(section) = reading.sections.get(0) else { return false };
        let header = reading.text(text, section.header);
        let is_defaults = self.dialect == Dialect::AwsCli && header == aws_cli::DEFAULTS;
        let name = match self.kind {
            FileKind::Config => section.kind.map(|_| reading.text(text, section.name)),
            FileKind::Credentials => self.dialect.credentials_name(header),
        };
        let is_other_kind = self.kind == FileKind::Config && section.kind != Some(SectionKind::Profile);
        is_defaults || name.is_some_and(|name| name == self.profile || is_other_kind)
    }
}

impl Found {
    fn list(&mut self, part: Part) -> &mut Vec<Range<usize>> {
        match part {
            Part::Own => &mut self.own,
            Part::Other => &mut self.others,
        }
    }
}

enum Margin {
    At(usize),
    Inside,
    Unclear,
}

/// Whether the bytes after a prefix may name this section: white space, then its name or an unusual spelling.
fn may_name(rest: &[u8], name: &str) -> bool {
    let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let word = rest.get(blank..).unwrap_or_default();
    blank == 0 || may_begin(word, name)
}

/// Whether these bytes begin with the name, or may do so with an unusual spelling.
fn may_begin(bytes: &[u8], name: &str) -> bool {
    bytes.iter().zip(name.as_bytes()).find(|(a, b)| a != b).is_none_or(|(byte, _)| is_odd(*byte))
}

/// Whether a byte makes a spelling unusual, so that the header must be parsed: quotation, white space, or not ASCII.
fn is_odd(byte: u8) -> bool {
    byte <= b' ' || !byte.is_ascii() || matches!(byte, b'\'' | b'"' | b'\\')
}

/// Whether the section in this range has this kind and name.
fn is(bytes: &[u8], range: &Range<usize>, dialect: Dialect, kind: SectionKind, name: &str) -> bool {
    let line = line(bytes, range.start, dialect);
    let after = line.get(1 + kind.prefix().len()..);
    if line.first() == Some(&b'[') && !after.is_some_and(|rest| may_name(rest, name)) {
        return false;
    }
    let document = Document::parse(line);
    let reading = document.reading(dialect);
    reading.sections.get(0).is_some_and(|section| {
        section.kind == Some(kind) && reading.text(document.readable(), section.name) == name
    })
}

fn joined(bytes: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(Range::len).sum());
    for part in parts {
        out.extend_from_slice(bytes.get(part.clone()).unwrap_or_default());
    }
    out
}
