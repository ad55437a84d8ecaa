//! One finding in one file.

use std::{fmt, ops::Range};

use crate::code::{Code, Severity, Tool};

/// One finding in one file. It never quotes the file, which may hold secrets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    code: Code,
    line: usize,
    column: usize,
    offset: usize,
    end: usize,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, place: Range<usize>, (line, column): (usize, usize)) -> Self {
        Self { code, line, column, offset: place.start, end: place.end }
    }

    /// What is wrong.
    pub fn code(&self) -> Code {
        self.code
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The line, from 1; LF, CRLF and a lone CR end lines.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The byte offset in the file.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The byte offset behind the place: the end of its line, without what ends it, or of the characters in
    /// question. For an editor that underlines it.
    pub fn end(&self) -> usize {
        self.end
    }

    /// One sentence on what is wrong.
    pub fn message(&self) -> &'static str {
        self.code.message()
    }

    /// One sentence on what fixes it.
    pub fn remedy(&self) -> &'static str {
        self.code.remedy()
    }

    /// The tools that reject the whole file for it.
    pub fn refused_by(&self) -> &'static [Tool] {
        self.code.refused_by()
    }

    /// The tools that ignore or misread the place.
    pub fn misread_by(&self) -> &'static [Tool] {
        self.code.misread_by()
    }
}

/// `line 3, column 1: C109: a section with this header is already above; join the two sections`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, line, column, .. } = self;
        write!(f, "line {line}, column {column}: {code}: {}; {}", code.message(), code.remedy())
    }
}
