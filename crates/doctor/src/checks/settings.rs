//! The findings of the program's own settings files.

use crate::{Finding, view::SnapshotView};

/// S601 to S605, as the program has found them.
pub(super) fn found(view: &SnapshotView<'_>) -> Vec<Finding> {
    view.settings_findings.clone()
}
