//! The check of the program's own settings file.

use crate::{Finding, view::SnapshotView};

/// S601: mistakes in the settings file, as the program reports them.
pub(super) fn problems(view: &SnapshotView<'_>) -> Vec<Finding> {
    let Some(file) = &view.settings_file else { return Vec::new() };
    let found = file.problems.iter().map(|(line, text)| {
        Finding::error("S601", text.clone())
            .at(&file.path, Some(*line))
            .affects("daypass: the commands that read settings fail; no other tool reads the file")
    });
    found.collect()
}
