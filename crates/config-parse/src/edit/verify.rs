//! Verifies an edit by reading its outcome.

use super::{
    EditError, EditErrorKind,
    patch::{Change, Patch},
};
use crate::{Config, Dialect, Document, document::FileKind};

/// Reads the outcome in one dialect, and checks that it has the patches and that no tool rejects it that did not
/// before.
pub(super) fn check(
    before: &Document,
    after: &Document,
    patches: &[Patch],
    dialect: Dialect,
) -> Result<(), EditError> {
    let empty = Document::default();
    let config = match after.kind() {
        FileKind::Config => Config::new(after, None, dialect),
        FileKind::Credentials => Config::new(&empty, Some(after), dialect),
    };
    for patch in patches {
        let refuse = |key, reason| Err(EditError::new(EditErrorKind::Place, &patch.name, key, reason));
        let Some(section) = config.section(patch.name.kind(), patch.name.name()) else {
            let written = patch.added || patch.renamed;
            if written && !patch.removed {
                return refuse(None, "what stands around it keeps some tool from seeing it");
            }
            continue;
        };
        if patch.removed {
            if !patches.iter().any(|other| other.added && other.name == patch.name) {
                return refuse(None, "it is still there");
            }
            continue;
        }
        for (key, change) in &patch.changes {
            let read_back = match change {
                Change::Set(value) => section.get(key) == Some(value),
                Change::Unset | Change::CommentOut => section.get(key).is_none(),
                Change::Nested(pairs) => pairs.iter().all(|(k, v)| section.nested(key, k) == v.as_deref()),
            };
            if !read_back {
                return refuse(Some(key), "what stands around it keeps some tool from reading it back");
            }
        }
    }
    let sections = |document: &Document| document.reading(dialect).sections.len();
    let (was, gone) =
        (sections(before), patches.iter().filter(|p| p.removed).map(|p| p.now.len()).sum::<usize>());
    let new = patches.iter().filter(|p| p.added && !p.removed && p.now.is_empty()).count();
    if let Some(patch) = patches.first() {
        let newly_refused = before.refused_by(dialect).is_none() && after.refused_by(dialect).is_some();
        let lost = dialect == Dialect::AwsCli && sections(after) + gone != was + new;
        if newly_refused || lost {
            let reason = "some tool would then reject the file or lose another section";
            return Err(EditError::new(EditErrorKind::Place, &patch.name, None, reason));
        }
    }
    Ok(())
}
