//! Fixes findings by their code: all at once if their changes do not overlap, else one by one. A fix that would cause
//! another finding is not made.

mod finding_line;
mod header;
mod line;
mod sections;

use std::collections::HashMap;

use super::splice::{self, Splice};
use crate::{Code, Document, SectionName};
use finding_line::FindingLine;

/// How many findings one call fixes one by one; each takes a reading of the whole file.
const MAX_FIXES_ONE_BY_ONE: usize = 500;

/// A document in which the findings of one code are fixed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The fixed document.
    pub document: Document,
    /// The number of findings that were fixed.
    pub count: usize,
    /// The renamed sections, as pairs of old and new name. References in this document are renamed too; references in
    /// another file, and a token file that is named after a session, are not.
    pub renamed: Vec<(SectionName, SectionName)>,
}

/// The change that fixes one finding.
#[derive(Debug, Default)]
struct Change {
    splices: Vec<Splice>,
    renamed: Option<(SectionName, SectionName)>,
    /// A code that must be fixed after this change, because the change may cause it.
    then: Option<Code>,
}

impl From<Vec<Splice>> for Change {
    fn from(splices: Vec<Splice>) -> Self {
        Self { splices, ..Self::default() }
    }
}

/// Fixes of findings.
impl Document {
    /// Fixes the findings of a code that need no decision of a person; `None` if there are none.
    ///
    /// For example, a line that no tool reads becomes a comment, a header is spelled as every tool reads it (with
    /// another name if the name is not [plain](SectionName::is_plain)), and a comment moves to its own line. A fix that
    /// would add a finding of another code is not made. [`Code::NotUtf8`] decodes the whole file
    /// ([`Document::to_utf8`]), which may show findings that the encoding hid.
    ///
    /// ```
    /// use daypass_config_parse::{Code, Document};
    ///
    /// let file = Document::parse("[profile \"dev\"]\nregion = eu-west-1 # home\n");
    /// let fixed = file.fix(Code::CommentAfterValue).map(|fixed| fixed.document.into_bytes());
    /// assert_eq!(fixed.as_deref(), Some(&b"[profile \"dev\"]\n# home\nregion = eu-west-1\n"[..]));
    /// assert!(file.fix(Code::UnclosedHeader).is_none());
    /// ```
    pub fn fix(&self, code: Code) -> Option<Fixed> {
        if code == Code::NotUtf8 {
            let text = self.to_utf8().filter(|_| !self.encoding().is_utf8())?;
            let document = Self::parse_as(self.kind(), text);
            return Some(Fixed { document, count: 1, renamed: Vec::new() });
        }
        if !self.encoding().is_utf8() {
            return None;
        }
        self.fix_at_once(code).or_else(|| self.fix_one_by_one(code))
    }

    fn fix_at_once(&self, code: Code) -> Option<Fixed> {
        let found = places(self, code);
        let changes =
            found.iter().map(|at| FindingLine::at(self, *at)?.fix(code)).collect::<Option<Vec<_>>>()?;
        if changes.is_empty() || changes.iter().any(|change| change.then.is_some()) {
            return None;
        }
        let mut splices: Vec<Splice> = changes.iter().flat_map(|change| change.splices.clone()).collect();
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        splices.dedup();
        let mut pairs = splices.iter().zip(splices.iter().skip(1));
        if pairs.any(|(one, next)| one.range.end > next.range.start) {
            return None;
        }
        let document = Self::parse_as(self.kind(), splice::apply(self.as_bytes(), splices));
        let renamed = changes.into_iter().filter_map(|change| change.renamed).collect();
        let is_done = places(&document, code).is_empty() && is_no_worse(self, &document, code);
        is_done.then(|| Fixed { document, count: found.len(), renamed })
    }

    fn fix_one_by_one(&self, code: Code) -> Option<Fixed> {
        let mut fixed = Fixed { document: self.clone(), count: 0, renamed: Vec::new() };
        let mut skipped = 0;
        for _ in 0..MAX_FIXES_ONE_BY_ONE {
            let found = places(&fixed.document, code);
            let Some(next) = found.get(skipped) else { break };
            let change = FindingLine::at(&fixed.document, *next).and_then(|place| place.fix(code));
            let after = change.and_then(|change| {
                let bytes = splice::apply(fixed.document.as_bytes(), change.splices);
                let mut after = Self::parse_as(self.kind(), bytes);
                if let Some(rest) = change.then.and_then(|then| after.fix(then)) {
                    after = rest.document;
                }
                let fewer = places(&after, code).len() < found.len();
                (fewer && is_no_worse(&fixed.document, &after, code)).then_some((after, change.renamed))
            });
            match after {
                Some((document, renamed)) => {
                    fixed.document = document;
                    fixed.count += 1;
                    fixed.renamed.extend(renamed);
                }
                None => skipped += 1,
            }
        }
        (fixed.count > 0).then_some(fixed)
    }
}

/// Returns the offsets of the findings of a code.
fn places(document: &Document, code: Code) -> Vec<usize> {
    document.lint().iter().filter(|found| found.code() == code).map(crate::Diagnostic::offset).collect()
}

/// Whether no code except `but` has more findings than before.
fn is_no_worse(before: &Document, after: &Document, but: Code) -> bool {
    let mut counts: HashMap<Code, usize> = HashMap::new();
    before.lint().iter().for_each(|found| *counts.entry(found.code()).or_default() += 1);
    after.lint().iter().filter(|found| found.code() != but).all(|found| {
        let count = counts.entry(found.code()).or_default();
        let known = *count > 0;
        *count = count.saturating_sub(1);
        known
    })
}
