//! Findings: a code and a place in a file.

use std::{fmt, ops::Range};

use crate::code::{Code, Severity, Tool};

/// A finding in a file. Its message never quotes the file, which may hold secrets.
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

    /// Returns the code, which says what is wrong.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Returns the severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Returns the line number, from 1; LF, CRLF and a lone CR end lines.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column, from 1, in characters.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns the byte offset in the file.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the byte offset of the end, for an editor that underlines the finding: the end of its line, without the
    /// line ending, or of the characters in question.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Says what is wrong, in one sentence.
    pub fn message(&self) -> &'static str {
        self.code.message()
    }

    /// Says what fixes the finding, in one sentence.
    pub fn remedy(&self) -> &'static str {
        self.code.remedy()
    }

    /// Lists the tools that reject the whole file.
    pub fn refused_by(&self) -> &'static [Tool] {
        self.code.refused_by()
    }

    /// Lists the tools that ignore or misread the line.
    pub fn misread_by(&self) -> &'static [Tool] {
        self.code.misread_by()
    }
}

/// Writes `line 3, column 1: C109: a section with this header is already above; join the two sections`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, line, column, .. } = self;
        write!(f, "line {line}, column {column}: {code}: {}; {}", code.message(), code.remedy())
    }
}
