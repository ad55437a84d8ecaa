//! Appends and removes sections, and rewrites their headers.

use super::{
    patch::{Change, Patch},
    splice::Splice,
};
use crate::{
    Dialect, Document, SectionName,
    document::FileKind,
    lines::{Line, Lines},
    search,
};

/// New sections at the end of the file, each after a blank line.
pub(super) struct Appended<'d> {
    document: &'d Document,
    eol: &'static str,
    text: String,
}

impl<'d> Appended<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, eol: eol_at(document, document.text().len()), text: String::new() }
    }

    pub(super) fn push(&mut self, patch: &Patch) {
        let before = self.document.text();
        if self.text.is_empty() && !before.is_empty() {
            if !before.ends_with(['\n', '\r']) {
                self.text.push_str(self.eol);
            }
            let ended = before.trim_end_matches([' ', '\t']);
            let blank = ["\n\n", "\r\n\r\n", "\r\r"].iter().any(|end| ended.ends_with(end));
            if !blank && !matches!(ended, "" | "\n" | "\r\n" | "\r") {
                self.text.push_str(self.eol);
            }
        } else if !self.text.is_empty() {
            self.text.push_str(self.eol);
        }
        self.line(&format!("[{}]", spelled(self.document, &patch.name)));
        for (key, change) in &patch.changes {
            match change {
                Change::Unset | Change::CommentOut => {}
                Change::Set(value) => self.line(assignment(key, value).trim_end()),
                Change::Nested(pairs) => {
                    let mut pairs = pairs.iter().filter_map(|(k, v)| Some((k, v.as_ref()?))).peekable();
                    if pairs.peek().is_some() {
                        self.line(&format!("{key} ="));
                    }
                    for (sub_key, value) in pairs {
                        self.line(format!("  {}", assignment(sub_key, value)).trim_end());
                    }
                }
            }
        }
    }

    pub(super) fn into_splice(self) -> Option<Splice> {
        let end = self.document.text().len();
        (!self.text.is_empty()).then(|| Splice::insert(end, self.text))
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str(self.eol);
    }
}

pub(super) fn assignment(key: &str, value: &str) -> String {
    format!("{key} = {value}")
}

/// Removes the header, the properties and their comments of a section.
///
/// Comments directly above the next header stay, and so do comments after the first blank line behind the last
/// property. With the last section of a file, one blank line before it is removed too.
pub(super) fn removal(document: &Document, index: usize) -> Splice {
    let (text, reading) = (document.text(), document.reading(Dialect::AwsCli));
    let Some(section) = reading.sections.get(index) else { return Splice::insert(0, "") };
    let start = section.start as usize;
    let body = reading.of_section(index).next_back().map_or(section.end, |property| property.end) as usize;
    let limit = reading.sections.get(index + 1).map_or(text.len(), |next| next.start as usize);
    let rest: Vec<Line<'_>> = lines_between(text, body, limit).collect();
    let is_blank = |line: &&Line<'_>| line.text.trim().is_empty();
    let first_blank = rest.iter().position(|line| is_blank(&line));
    let end = match first_blank {
        Some(at) => {
            let blanks = rest.iter().skip(at).take_while(|line| is_blank(line)).count();
            rest.get(at + blanks).map_or(limit, |line| line.start)
        }
        None if limit == text.len() => limit,
        None => body,
    };
    let before = text.get(..start).unwrap_or_default();
    let start = match end == text.len() {
        true => without_blank_line(before),
        false => start,
    };
    Splice::new(start..end, "")
}

/// Rewrites the header line, if it has to change.
pub(super) fn header(document: &Document, index: usize, name: &SectionName) -> Option<Splice> {
    let text = document.text();
    let section = document.reading(Dialect::AwsCli).sections.get(index)?;
    let line = lines_between(text, section.start as usize, section.end as usize).next()?;
    let new = spelled(document, name);
    let after = line.text.split_once(']').map_or("", |(_, after)| after);
    let mut replaced = format!("[{new}]");
    let comment = after.trim_start();
    if after.contains(']') {
        let comment = comment.trim_end();
        let mark = if comment.starts_with(['#', ';']) { "" } else { "# " };
        replaced = format!("{mark}{comment}{}{replaced}", eol_at(document, section.end as usize));
    } else if comment.starts_with(['#', ';']) && comment.len() == after.len() {
        replaced.push(' ');
        replaced.push_str(after);
    } else {
        replaced.push_str(after);
    }
    (replaced != line.text).then(|| Splice::new(line.start..line.start + line.text.len(), replaced))
}

/// Returns the header as this kind of file spells it, without brackets.
fn spelled(document: &Document, name: &SectionName) -> String {
    match document.kind() {
        FileKind::Config => name.to_string(),
        FileKind::Credentials => name.name().to_owned(),
    }
}

/// Iterates over the lines of a part of the text, with their offsets in the whole text.
pub(super) fn lines_between(text: &str, start: usize, end: usize) -> impl Iterator<Item = Line<'_>> {
    let part = text.get(start..end).unwrap_or_default();
    Lines::universal(part).map(move |line| Line { start: line.start + start, end: line.end + start, ..line })
}

/// Returns the line ending of the line that ends at or before `at`, else that of the file's first line.
pub(super) fn eol_at(document: &Document, at: usize) -> &'static str {
    let bytes = document.text().as_bytes();
    let before = bytes.get(..at).unwrap_or(bytes);
    let last = search::rfind([b'\n', b'\r'], before).or_else(|| search::find([b'\n', b'\r'], bytes));
    let previous = last.and_then(|at| bytes.get(at.checked_sub(1)?));
    match last.and_then(|at| bytes.get(at..)) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        Some([b'\n', ..]) if previous == Some(&b'\r') => "\r\n",
        Some(_) | None => "\n",
    }
}

/// Returns the offset at which the text ends without one blank line at its end.
fn without_blank_line(text: &str) -> usize {
    let last = Lines::universal(text).last();
    match last {
        Some(line) if line.start > 0 && line.text.trim().is_empty() => line.start,
        Some(_) | None => text.len(),
    }
}
