//! The findings of the program's own settings files, and of its vault.

use crate::{Finding, view::SnapshotView};

/// S601 to S605, as the program has found them.
pub(super) fn found(view: &SnapshotView<'_>) -> Vec<Finding> {
    view.settings_findings.clone()
}

/// V701 to V703: what is wrong with the vault, as the program found it: doctor has no key, and asks nobody for one.
pub(super) fn vault(view: &SnapshotView<'_>) -> Vec<Finding> {
    view.vault.clone()
}
