//! Reads a file as botocore does: Python's `RawConfigParser`, then botocore's rules for headers.
//!
//! The reading is lenient: a line for which Python raises an exception becomes a problem, and the reading goes on.

use std::borrow::Cow;

use super::python;
use crate::{
    code::Code,
    lex::{self, Token},
    lines::{Ends, Line, Lines},
    packed::offset,
    plain,
    reading::{Property, Reading, Slice},
    search,
    section_name::{SectionKind, usual_name},
};

/// The header whose keys every other section inherits. It is not a section itself.
pub(crate) const DEFAULTS: &str = "DEFAULT";

/// Reads a whole file, or a part of one that starts with a header at the margin (without an indent).
pub(crate) fn read(text: &str) -> Reading {
    let mut reader = Reader {
        text,
        reading: Reading::for_text(text),
        indent: 0,
        open: None,
        in_defaults: false,
        bad_defaults: Vec::new(),
    };
    let (body, mark) = match text.strip_prefix('\u{feff}') {
        Some(body) => (body, text.len() - body.len()),
        None => (text, 0),
    };
    if mark > 0 {
        reader.reading.problem(Code::ByteOrderMark, 0);
    }
    for line in Lines::new(body, Ends::Universal) {
        reader.line(Line { start: line.start + mark, end: line.end + mark, ..line });
    }
    reader.settle_defaults();
    reader.reading.trim()
}

/// Returns the kind and the name of a header of a config file: the kind by how the text begins, the name by shell
/// words.
pub(crate) fn classify(header: &str) -> Option<(SectionKind, Cow<'_, str>)> {
    if let Some((kind, name)) = usual_name(header) {
        return Some((kind, name.into()));
    }
    let kind = [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services]
        .into_iter()
        .find(|kind| header.starts_with(kind.prefix()));
    match kind {
        None if header == "default" => Some((SectionKind::Profile, header.into())),
        None => None,
        Some(kind) if search::find([b'\'', b'"', b'\\'], header.as_bytes()).is_some() => {
            Some((kind, python::second_of_two_words(header)?.into()))
        }
        Some(kind) => {
            let mut words = header.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
            let (_, name, None) = (words.next()?, words.next()?, words.next()) else { return None };
            Some((kind, name.into()))
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    reading: Reading,
    /// The indent of the line that opened the current option, or of the last line that did not continue one.
    indent: usize,
    open: Option<Open>,
    in_defaults: bool,
    /// Nested lines without `=` in `[DEFAULT]`, which other sections inherit: index of the property, and offset.
    bad_defaults: Vec<(usize, usize)>,
}

/// The option that lines with a deeper indent continue.
struct Open {
    nested: bool,
    /// The number of blank lines since its last text.
    blanks: usize,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>) {
        if let Some((key, value)) = plain::usual_property(line.text)
            && !self.reading.sections.is_empty()
        {
            self.indent = 0;
            return self.push(line, Slice::of(self.text, key), value);
        }
        let stripped = python::strip(line.text);
        if stripped.is_empty() {
            if let Some(open) = &mut self.open {
                open.blanks += 1;
            }
            return;
        }
        if matches!(stripped.as_bytes().first(), Some(b'#' | b';')) {
            return;
        }
        let indent = indentation(line.text, stripped);
        if indent > self.indent
            && let Some(open) = &mut self.open
        {
            let (nested, feeds) = (open.nested, open.blanks + 1);
            open.blanks = 0;
            self.reading.continue_value(self.text, feeds, stripped, line.end);
            if nested {
                self.check_nested(stripped, line.start);
            } else if feeds > 1 {
                self.reading.problem(Code::BlankInValue, line.start);
            }
            return;
        }
        self.indent = indent;
        match lex::aws_cli(stripped) {
            Token::Header(header) => self.header(line, header),
            Token::Unclosed(rest) => {
                let empty = rest.starts_with(']');
                self.reading
                    .problem(if empty { Code::EmptyHeader } else { Code::UnclosedHeader }, line.start);
                self.header(line, if empty { "" } else { rest.trim_end() });
            }
            Token::Property(..) | Token::Stray if self.reading.sections.is_empty() => {
                self.reading.problem(Code::OutsideSection, line.start);
            }
            Token::Property(key, value) => self.property(line, python::strip(key), value),
            Token::Stray => self.reading.problem(Code::NoDelimiter, line.start),
        }
    }

    fn header(&mut self, line: Line<'a>, header: &'a str) {
        let slice = Slice::of(self.text, header);
        let found = classify(header).map(|(kind, name)| match name {
            Cow::Borrowed(name) => (kind, Slice::of(self.text, name)),
            Cow::Owned(name) => (kind, self.reading.keep(&name)),
        });
        self.reading.push_section(line, slice, found);
        self.in_defaults = header == DEFAULTS;
        self.open = None;
    }

    fn property(&mut self, line: Line<'a>, key: &'a str, value: &'a str) {
        if key.is_empty() {
            self.reading.problem(Code::NoKey, line.start);
            self.open = None;
            return;
        }
        let key = if plain::folds(key) {
            self.reading.keep(&key.to_lowercase())
        } else {
            Slice::of(self.text, key)
        };
        self.push(line, key, python::strip(value));
    }

    fn push(&mut self, line: Line<'a>, key: Slice, value: &'a str) {
        self.open = Some(Open { nested: value.is_empty(), blanks: 0 });
        self.reading.properties.push(Property {
            start: offset(line.start),
            end: offset(line.end),
            key,
            value: Slice::of(self.text, value),
        });
    }

    fn check_nested(&mut self, line: &str, at: usize) {
        let bad = python::split_lines(line)
            .map(python::strip)
            .any(|line| !line.is_empty() && lex::nested(line).is_none());
        if bad && self.in_defaults {
            self.bad_defaults.push((self.reading.properties.len().saturating_sub(1), at));
        } else if bad {
            self.reading.problem(Code::NestedNoEquals, at);
        }
    }

    /// Reports the nested lines without `=` in `[DEFAULT]`, if a section inherits them: botocore parses them only then.
    fn settle_defaults(&mut self) {
        for (property, at) in std::mem::take(&mut self.bad_defaults) {
            let Some(property) = self.reading.properties.get(property) else { continue };
            let text = |slice| self.reading.text(self.text, slice);
            let inherited = (0..self.reading.sections.len()).any(|index| {
                let header = self.reading.sections.get(index).map(|section| text(section.header));
                header != Some(DEFAULTS)
                    && self.reading.of_section(index).all(|own| text(own.key) != text(property.key))
            });
            if inherited {
                self.reading.problem(Code::NestedNoEquals, at);
            }
        }
    }
}

/// Counts the white space before the stripped text, in characters.
fn indentation(line: &str, stripped: &str) -> usize {
    let blank = stripped.as_ptr().addr().saturating_sub(line.as_ptr().addr());
    if blank == 0 { 0 } else { line.get(..blank).map_or(0, |blank| blank.chars().count()) }
}
