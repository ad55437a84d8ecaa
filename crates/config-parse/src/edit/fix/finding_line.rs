//! The line of a finding, and the lines and the section around it.

use std::ops::Range;

use crate::{Dialect, Document, edit::splice::Splice};

/// A document and the range of the finding's line, without the line ending.
#[derive(Clone, Debug)]
pub(super) struct FindingLine<'d> {
    pub(super) document: &'d Document,
    pub(super) line: Range<usize>,
}

impl<'d> FindingLine<'d> {
    /// Finds the line that holds the byte at this offset.
    pub(super) fn at(document: &'d Document, at: usize) -> Option<Self> {
        let (before, after) = document.text().split_at_checked(at)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let end = after.find('\n').map_or(document.text().len(), |end| at + end);
        let end = if document.text().get(start..end)?.ends_with('\r') { end - 1 } else { end };
        (start <= end).then_some(Self { document, line: start..end })
    }

    pub(super) fn whole(&self) -> &'d str {
        self.document.text()
    }

    pub(super) fn text(&self) -> &'d str {
        self.whole().get(self.line.clone()).unwrap_or_default()
    }

    pub(super) fn replaced(&self, new: impl Into<String>) -> Vec<Splice> {
        vec![Splice::new(self.line.clone(), new)]
    }

    /// Puts a comment on its own line above `line`.
    pub(super) fn above(&self, comment: &str, line: &str) -> String {
        let comment = comment.trim().trim_start_matches(['#', ';']).trim();
        let end = if self.whole().contains("\r\n") { "\r\n" } else { "\n" };
        if comment.is_empty() { line.to_owned() } else { format!("# {comment}{end}{line}") }
    }

    /// Turns all lines in a range into comments, except blank lines and comments.
    pub(super) fn commented(&self, range: Range<usize>) -> Vec<Splice> {
        let block = self.whole().get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        let mut splices = Vec::new();
        for line in block.split_inclusive('\n') {
            if !line.trim().is_empty() && !line.trim().starts_with(['#', ';']) {
                splices.push(Splice::insert(at, "# "));
            }
            at += line.len();
        }
        splices
    }

    /// Returns the range of the line and of the indented lines that follow it.
    pub(super) fn with_continuation(&self) -> Range<usize> {
        let mut end = self.line.end;
        let mut at =
            end + self.whole().get(end..).and_then(|rest| rest.find('\n')).map_or(0, |feed| feed + 1);
        let rest = self.whole().get(at..).filter(|_| at > end).unwrap_or_default();
        for line in rest.split_inclusive('\n') {
            if !line.starts_with([' ', '\t']) || line.trim().is_empty() {
                break;
            }
            end = at + line.trim_end_matches(['\r', '\n']).len();
            at += line.len();
        }
        self.line.start..end
    }

    /// Returns the index of the section whose header this line is, in the AWS CLI's reading.
    pub(super) fn section(&self) -> Option<usize> {
        let sections = &self.document.reading(Dialect::AwsCli).sections;
        (0..sections.len())
            .find(|index| sections.get(*index).is_some_and(|s| s.start as usize == self.line.start))
    }

    /// Returns the index of the section in which this line is.
    pub(super) fn enclosing_section(&self) -> Option<usize> {
        let sections = &self.document.reading(Dialect::AwsCli).sections;
        (0..sections.len())
            .rev()
            .find(|index| sections.get(*index).is_some_and(|s| s.start as usize <= self.line.start))
    }

    /// Returns the offset at which the section ends: at the next header, or at the end of the file.
    pub(super) fn end_of(&self, section: usize) -> usize {
        let next = self.document.reading(Dialect::AwsCli).sections.get(section + 1);
        next.map_or(self.whole().len(), |next| next.start as usize)
    }
}
