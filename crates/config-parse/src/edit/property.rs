//! Replaces, removes and inserts the keys of a section.

use std::ops::Range;

use super::{
    EditError, EditErrorKind,
    patch::{Change, Patch},
    section::{assignment, eol_at, lines_between},
    splice::Splice,
};
use crate::{
    Dialect, Document,
    dialect::{python, sdk},
    lex,
    lines::Line,
    reading::Property,
};

/// Adds the splices that a patch makes in one of its sections; only a target section gets new values.
pub(super) fn edit(
    document: &Document,
    index: usize,
    is_target: bool,
    patch: &Patch,
    splices: &mut Vec<Splice>,
) -> Result<(), EditError> {
    let place = SectionEdit { document, index };
    let mut added = String::new();
    let gap = place.gap();
    for (key, change) in &patch.changes {
        let mut found: Vec<Property> = place.properties().filter(|p| place.key(p) == key).collect();
        match change {
            Change::Unset => splices.extend(found.iter().flat_map(|property| place.removal(property))),
            Change::CommentOut => splices.extend(found.iter().flat_map(|property| place.commented(property))),
            Change::Set(_) | Change::Nested(_) if !is_target => {}
            Change::Set(value) => match found.pop() {
                None => gap.line(&mut added, &assignment(key, value)),
                Some(last) if found.is_empty() && place.has(&last, value) => {}
                Some(last) => {
                    splices.extend(found.iter().flat_map(|property| place.removal(property)));
                    splices.extend(place.replacement(&last, key, value));
                }
            },
            Change::Nested(pairs) => match found.last() {
                None => {
                    let mut sets = pairs.iter().filter_map(|(k, v)| Some((k, v.as_ref()?))).peekable();
                    if sets.peek().is_some() {
                        gap.line(&mut added, &format!("{key} ="));
                    }
                    for (sub_key, value) in sets {
                        gap.line(&mut added, &format!("    {}", assignment(sub_key, value)));
                    }
                }
                Some(block) if place.value(block).is_empty() || place.value(block).starts_with('\n') => {
                    splices.extend(place.nested(block, pairs));
                }
                Some(_) if pairs.iter().all(|(_, value)| value.is_none()) => {}
                Some(_) => {
                    let reason = "this key has a plain value, not a nested block";
                    return Err(EditError::new(EditErrorKind::NotNested, &patch.name, Some(key), reason));
                }
            },
        }
    }
    if !added.is_empty() {
        let before = if gap.open_end { gap.eol } else { "" };
        splices.push(Splice::insert(gap.at, format!("{before}{added}")));
    }
    Ok(())
}

/// A section of a document, by its index in the AWS CLI's reading.
struct SectionEdit<'d> {
    document: &'d Document,
    index: usize,
}

/// The place for new keys: after the last property and the indented comments that an SDK reads as part of it.
struct Gap<'d> {
    at: usize,
    indent: &'d str,
    eol: &'static str,
    /// Whether the line before has no line ending.
    open_end: bool,
}

impl Gap<'_> {
    fn line(&self, text: &mut String, line: &str) {
        text.push_str(self.indent);
        text.push_str(line.trim_end());
        text.push_str(self.eol);
    }
}

impl<'d> SectionEdit<'d> {
    fn text(&self) -> &'d str {
        self.document.text()
    }

    fn properties(&self) -> impl DoubleEndedIterator<Item = Property> + use<'d> {
        self.document.reading(Dialect::AwsCli).of_section(self.index)
    }

    fn key(&self, property: &Property) -> &'d str {
        self.document.reading(Dialect::AwsCli).text(self.document.readable(), property.key)
    }

    fn value(&self, property: &Property) -> &'d str {
        self.document.reading(Dialect::AwsCli).text(self.document.readable(), property.value)
    }

    fn gap(&self) -> Gap<'d> {
        let reading = self.document.reading(Dialect::AwsCli);
        let section = reading.sections.get(self.index);
        let (start, end) = match self.properties().next_back() {
            Some(last) => (last.start, last.end),
            None => section.map_or((0, 0), |section| (section.start, section.end)),
        };
        let has_properties = self.properties().next().is_some();
        let first = lines_between(self.text(), start as usize, end as usize).next();
        let indent = first.filter(|_| has_properties).map_or("", |line| indentation(line.text));
        let trailing = self.trailing_comments(end as usize);
        let at = trailing.last().map_or(end as usize, |line| line.end);
        let open_end = !self.text().get(..at).is_some_and(|before| before.ends_with(['\n', '\r']));
        Gap { at, indent, eol: eol_at(self.document, at), open_end }
    }

    /// Whether both dialects already read exactly this value, or the AWS CLI does and the SDKs cannot.
    fn has(&self, property: &Property, value: &str) -> bool {
        let (readable, sdk) = (self.document.readable(), self.document.reading(Dialect::Sdk));
        let same = sdk.properties.starting(property.start).is_some_and(|other| {
            sdk.text(readable, other.value) == value && sdk.text(readable, other.key) == self.key(property)
        });
        (same || sdk::has_comment(value))
            && self.value(property) == value
            && self.first_line(property).is_some_and(|l| l.text.contains('='))
    }

    /// Returns the indented comments after `end`, which an SDK reads as a part of the value before them.
    fn trailing_comments(&self, end: usize) -> Vec<Line<'d>> {
        lines_between(self.text(), end, self.text().len())
            .take_while(|line| {
                let stripped = python::strip(line.text);
                stripped.is_empty() || stripped.starts_with(['#', ';'])
            })
            .filter(|line| is_indented_comment(line))
            .collect()
    }

    fn first_line(&self, property: &Property) -> Option<Line<'d>> {
        lines_between(self.text(), property.start as usize, property.end as usize).next()
    }

    fn removal(&self, property: &Property) -> Vec<Splice> {
        let mut splices = self.without(property.start as usize, property.end as usize);
        splices.extend(self.trailing_comments(property.end as usize).iter().map(to_margin));
        splices
    }

    /// Turns all lines of the property into comments without an indent.
    fn commented(&self, property: &Property) -> Vec<Splice> {
        let lines = lines_between(self.text(), property.start as usize, property.end as usize);
        let mut splices: Vec<Splice> =
            lines
                .filter(|line| !python::strip(line.text).is_empty() && !line.text.starts_with(['#', ';']))
                .map(|line| {
                    if is_indented_comment(&line) {
                        to_margin(&line)
                    } else {
                        Splice::insert(line.start, "# ")
                    }
                })
                .collect();
        splices.extend(self.trailing_comments(property.end as usize).iter().map(to_margin));
        splices
    }

    /// Removes the lines of a range; comments in it stay, without their indent.
    fn without(&self, start: usize, end: usize) -> Vec<Splice> {
        let mut splices: Vec<Splice> = Vec::new();
        for line in lines_between(self.text(), start, end) {
            if python::strip(line.text).starts_with(['#', ';']) {
                splices.extend(is_indented_comment(&line).then(|| to_margin(&line)));
            } else {
                splices.push(Splice::new(line.start..line.end, ""));
            }
        }
        splices
    }

    /// Replaces the value in the first line of the property and removes its other lines. A comment after the old value
    /// moves to its own line above.
    fn replacement(&self, property: &Property, key: &str, value: &str) -> Vec<Splice> {
        let Some(line) = self.first_line(property) else { return Vec::new() };
        let (start, end) = (property.start as usize, property.end as usize);
        let eol = eol_at(self.document, line.end);
        let indent = indentation(line.text);
        let cut = line.text.find(['=', ':']).unwrap_or(line.text.len());
        let (left, right) = line.text.split_at_checked(cut).unwrap_or((line.text, ""));
        let written = left.get(indent.len()..).unwrap_or_default();
        let blank = written.get(python::strip(written).len()..).unwrap_or_default();
        let assigned = if right.starts_with('=') {
            let after = right.get(1..).unwrap_or_default();
            let space =
                after.get(..after.len() - after.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
            let space = match (space, after.trim().is_empty()) {
                ("", true) if !blank.is_empty() => " ",
                (_, true) => space.get(..1).unwrap_or_default(),
                (space, false) => space,
            };
            format!("{indent}{key}{blank}={space}{value}")
        } else {
            format!("{indent}{}", assignment(key, value))
        };
        let comment = right.get(1..).map_or("", |after| {
            let value = sdk::without_comment(right, true).get(1..).unwrap_or_default();
            after.get(value.len()..).unwrap_or_default().trim()
        });
        let above = if comment.is_empty() { String::new() } else { format!("{comment}{eol}") };
        let mut splices =
            vec![Splice::new(start..start + line.text.len(), format!("{above}{}", assigned.trim_end()))];
        splices.extend(self.without(line.end, end));
        splices.extend(self.trailing_comments(end).iter().map(to_margin));
        splices
    }

    /// Sets and removes the sub-keys of a nested block.
    fn nested(&self, block: &Property, pairs: &[(String, Option<String>)]) -> Vec<Splice> {
        let (start, end) = (block.start as usize, block.end as usize);
        let lines: Vec<Line<'d>> = lines_between(self.text(), start, end).collect();
        let Some((first, rest)) = lines.split_first() else { return Vec::new() };
        let subs: Vec<(&Line<'d>, &str)> = rest
            .iter()
            .filter_map(|line| {
                let stripped = python::strip(line.text);
                let comment = stripped.starts_with(['#', ';']);
                Some((line, python::strip(lex::nested(stripped).filter(|_| !comment)?.0)))
            })
            .collect();
        let key_indent = indentation(first.text);
        let sub_indent =
            subs.last().map_or_else(|| format!("{key_indent}    "), |(l, _)| indentation(l.text).to_owned());
        let eol = eol_at(self.document, end);
        let (mut splices, mut added, mut left) = (Vec::new(), String::new(), subs.len());
        for (sub_key, value) in pairs {
            let mut found = subs.iter().filter(|(_, known)| known == sub_key).map(|(line, _)| *line);
            match value {
                None => {
                    for line in found {
                        left -= 1;
                        splices.push(Splice::new(line.start..line.end, ""));
                    }
                }
                Some(value) => match found.next_back() {
                    Some(line) => splices.extend(with_value(line, value)),
                    None => {
                        added
                            .push_str(&format!("{sub_indent}{}{eol}", assignment(sub_key, value).trim_end()));
                    }
                },
            }
        }
        if left == 0 && added.is_empty() {
            return if subs.is_empty() { Vec::new() } else { self.removal(block) };
        }
        if !added.is_empty() {
            let open_end = !self.text().get(..end).is_some_and(|before| before.ends_with(['\n', '\r']));
            splices.push(Splice::insert(end, format!("{}{added}", if open_end { eol } else { "" })));
        }
        splices
    }
}

/// Replaces the value in a nested line; `None` if the line has it already.
fn with_value(line: &Line<'_>, value: &str) -> Option<Splice> {
    let after = line.text.split_once('=').map(|(_, after)| after)?;
    let old = python::strip(after);
    let at = line.start + line.text.len() - after.len() + after.find(|c| !python::is_space(c)).unwrap_or(0);
    let range: Range<usize> = if old.is_empty() {
        line.start + line.text.len()..line.start + line.text.len()
    } else {
        at..at + old.len()
    };
    (old != value).then(|| Splice::new(range, value))
}

fn is_indented_comment(line: &Line<'_>) -> bool {
    !line.text.starts_with(['#', ';']) && python::strip(line.text).starts_with(['#', ';'])
}

fn to_margin(line: &Line<'_>) -> Splice {
    Splice::new(line.start..line.start + indentation(line.text).len(), "")
}

fn indentation(line: &str) -> &str {
    line.get(..line.len() - line.trim_start_matches(python::is_space).len()).unwrap_or_default()
}
