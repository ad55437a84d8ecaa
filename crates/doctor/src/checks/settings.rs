//! The program's own settings file.

use crate::{Finding, view::View};

/// S601: what in the settings file cannot be used, as the program that reads it says.
pub(super) fn problems(view: &View<'_>) -> Vec<Finding> {
    let Some(file) = &view.settings_file else { return Vec::new() };
    let found = file.problems.iter().map(|(line, text)| {
        Finding::error("S601", text.clone())
            .at(&file.path, Some(*line))
            .affects("daypass: the commands that read settings fail; no other tool reads the file")
    });
    found.collect()
}
