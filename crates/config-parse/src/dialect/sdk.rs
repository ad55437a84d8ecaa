//! Reads a file by the common grammar of the SDKs.
//!
//! The reading is lenient: a line for which an SDK rejects the whole file becomes a problem, and the reading goes on.

use super::python;
use crate::{
    code::Code,
    lex::{self, Token},
    lines::{Ends, Line, Lines},
    packed::offset,
    plain::{self, is_identifier, trim_blank},
    reading::{Property, Reading, Slice},
    search,
    section_name::{SectionKind, usual_name},
};

const BLANK: [char; 2] = [' ', '\t'];

/// Reads a whole file, or a part of one that starts with a header at the margin (without an indent).
pub(crate) fn read(text: &str) -> Reading {
    let mut reader = Reader {
        text,
        reading: Reading::for_text(text),
        open: false,
        nested: false,
        indented: None,
        mark: 0,
    };
    let (body, mark) = match text.strip_prefix('\u{feff}') {
        Some(body) => (body, text.len() - body.len()),
        None => (text, 0),
    };
    if mark > 0 {
        reader.reading.problem(Code::ByteOrderMark, 0);
    }
    for line in Lines::new(body, Ends::Feed) {
        reader.line(Line { start: line.start + mark, end: line.end + mark, ..line });
    }
    reader.reading.trim()
}

/// Returns the kind and the name of a header of a config file.
pub(crate) fn classify(header: &str) -> Option<(SectionKind, &str)> {
    if let Some(usual) = usual_name(header) {
        return Some(usual);
    }
    match words(header) {
        (None, name @ "default") => Some((SectionKind::Profile, name)),
        (Some(prefix), name) if is_identifier(name) => {
            let kind = [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services]
                .into_iter()
                .find(|kind| kind.prefix() == prefix)?;
            Some((kind, name))
        }
        (None | Some(_), _) => None,
    }
}

/// Returns the name of the profile for a header of a credentials file, which has no prefix and must be plain.
pub(crate) fn credentials_name(header: &str) -> Option<&str> {
    match words(header) {
        (None, name) if is_identifier(name) => Some(name),
        (None | Some(_), _) => None,
    }
}

/// Whether the header is `[default]` without a prefix, which `[profile default]` replaces.
pub(crate) fn is_bare_default(header: &str) -> bool {
    words(header) == (None, "default")
}

/// Returns the line up to its comment, trimmed. A comment after a value needs white space before it (`needs_space`).
pub(crate) fn without_comment(line: &str, needs_space: bool) -> &str {
    let line = trim_blank(line);
    let cut = search::each([b'#', b';'], line.as_bytes()).find(|&at| {
        !needs_space || line.get(..at).and_then(|b| b.chars().next_back()).is_some_and(char::is_whitespace)
    });
    cut.and_then(|at| line.get(..at)).map_or(line, trim_blank)
}

/// Whether the value of a key ends in what the SDKs take for a comment.
pub(crate) fn has_comment(value: &str) -> bool {
    let line = format!("= {value}");
    without_comment(&line, true).len() < line.len()
}

fn words(header: &str) -> (Option<&str>, &str) {
    let header = trim_blank(header);
    match header.split_once(BLANK) {
        Some((prefix, name)) => (Some(prefix.trim()), name.trim()),
        None => (None, header.trim()),
    }
}

struct Reader<'a> {
    text: &'a str,
    reading: Reading,
    /// Whether an indented line continues a property.
    open: bool,
    /// Whether that property is a nested block.
    nested: bool,
    /// The indent of a section's keys, if they are indented against the grammar; deeper lines then continue them.
    indented: Option<usize>,
    /// The offset of the first `#` or `;` from the start of the last line that was asked about.
    mark: usize,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>) {
        if let Some((key, value)) = plain::usual_property(line.text)
            && !self.reading.sections.is_empty()
            && !self.has_mark(line)
        {
            self.indented = None;
            return self.push(line, Slice::of(self.text, key), value);
        }
        let trimmed = trim_blank(line.text);
        let first = line.text.as_bytes().first();
        match first {
            _ if trimmed.is_empty() => {}
            Some(b'#' | b';') | None => {}
            Some(b'[') => self.header(line, trimmed),
            Some(_) if self.reading.sections.is_empty() => {
                self.reading.problem(Code::OutsideSection, line.start);
            }
            Some(b' ' | b'\t') => self.continuation(line, trimmed),
            Some(_) => {
                self.indented = None;
                self.property(line, trimmed);
            }
        }
    }

    /// Returns the line up to its comment.
    fn without_comment(&mut self, line: Line<'a>, trimmed: &'a str, needs_space: bool) -> &'a str {
        if self.has_mark(line) { without_comment(trimmed, needs_space) } else { trimmed }
    }

    /// Whether the line has a `#` or `;`. Few lines do, so that the next one is searched only after the last was
    /// passed.
    fn has_mark(&mut self, line: Line<'a>) -> bool {
        if self.mark < line.start {
            let rest = self.text.as_bytes().get(line.start..).unwrap_or_default();
            self.mark = line.start + search::find([b'#', b';'], rest).unwrap_or(rest.len());
        }
        self.mark < line.end
    }

    fn header(&mut self, line: Line<'a>, trimmed: &'a str) {
        let prepared = self.without_comment(line, trimmed, false);
        let header = match lex::sdk_header(prepared) {
            Token::Header(header) => header,
            Token::Unclosed(_) | Token::Property(..) | Token::Stray => {
                match lex::aws_cli(python::strip(line.text)) {
                    Token::Header(header) => {
                        let cut = search::find([b'#', b';'], header.as_bytes()).is_some();
                        self.reading.problem(
                            if cut { Code::CommentInHeader } else { Code::TextAfterHeader },
                            line.start,
                        );
                        header
                    }
                    Token::Unclosed(_) | Token::Property(..) | Token::Stray => {
                        self.reading.problem(Code::UnclosedHeader, line.start);
                        prepared.strip_prefix('[').unwrap_or(prepared)
                    }
                }
            }
        };
        let found = classify(header).map(|(kind, name)| (kind, Slice::of(self.text, name)));
        self.reading.push_section(line, Slice::of(self.text, header), found);
        (self.open, self.nested, self.indented) = (false, false, None);
    }

    fn continuation(&mut self, line: Line<'a>, trimmed: &'a str) {
        let indent = line.text.len() - line.text.trim_start_matches(BLANK).len();
        if !self.open || self.indented.is_some_and(|own| indent <= own) {
            if trimmed.starts_with(['#', ';']) {
                self.reading.problem(Code::IndentedKey, line.start);
                return;
            }
            self.reading.problem(Code::IndentedKey, line.start);
            self.indented = Some(indent);
            self.property(line, trimmed);
            return;
        }
        if self.nested {
            let key = lex::nested(without_comment(trimmed, true)).map(|(key, _)| trim_blank(key));
            let code = match key {
                Some("") => Some(Code::NestedNoKey),
                None if trimmed.starts_with(['#', ';']) => Some(Code::NestedComment),
                None => Some(Code::NestedNoEquals),
                Some(_) => None,
            };
            if let Some(code) = code {
                self.reading.problem(code, line.start);
                return;
            }
        } else if looks_like_its_own(trimmed) {
            self.reading.problem(Code::SwallowedLine, line.start);
        }
        if trimmed.starts_with(['#', ';']) {
            self.reading.problem(Code::IndentedComment, line.start);
        }
        if python::strip(trimmed) != trimmed {
            self.reading.problem(Code::OddSpace, line.start);
        }
        self.reading.continue_value(self.text, 1, trimmed, line.end);
    }

    fn property(&mut self, line: Line<'a>, trimmed: &'a str) {
        let prepared = self.without_comment(line, trimmed, true);
        let (key, value) = match lex::sdk_property(prepared) {
            Token::Property(key, value) => (key, value),
            Token::Header(_) | Token::Unclosed(_) | Token::Stray => match prepared.split_once(':') {
                Some(pair) => {
                    self.reading.problem(Code::ColonDelimiter, line.start);
                    pair
                }
                None => return self.reading.problem(Code::NoDelimiter, line.start),
            },
        };
        let (key, value) = (trim_blank(key), trim_blank(value));
        if key.is_empty() {
            self.open = false;
            return self.reading.problem(Code::NoKey, line.start);
        }
        if python::strip(value) != value {
            self.reading.problem(Code::OddSpace, line.start);
        }
        if prepared.len() < trimmed.len() {
            self.reading.problem(Code::CommentAfterValue, line.start);
        }
        // The AWS CLI ends the key at the colon.
        if key.contains(':') {
            self.reading.problem(Code::KeyNotPlain, line.start);
        }
        let key = match plain::survey(key) {
            (true, false) => Slice::of(self.text, key),
            (true, true) => self.reading.keep(&key.to_ascii_lowercase()),
            (false, _) => {
                self.reading.problem(Code::KeyNotPlain, line.start);
                Slice::default()
            }
        };
        self.push(line, key, value);
    }

    fn push(&mut self, line: Line<'a>, key: Slice, value: &'a str) {
        (self.open, self.nested) = (true, value.is_empty());
        self.reading.properties.push(Property {
            start: offset(line.start),
            end: offset(line.end),
            key,
            value: Slice::of(self.text, value),
        });
    }
}

/// Whether a continuation line was probably meant as a header or as a key of its own.
fn looks_like_its_own(line: &str) -> bool {
    match lex::aws_cli(line) {
        Token::Header(_) => true,
        Token::Property(key, _) => {
            let key = key.trim_end();
            key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && line.get(key.len()..).is_some_and(|rest| rest.trim_start().starts_with('='))
        }
        Token::Unclosed(_) | Token::Stray => false,
    }
}
