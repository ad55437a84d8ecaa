//! Runs the checks, and finds out which paths they need facts about.

mod cache;
mod chains;
mod environment;
mod findings;
mod logins;
mod notes;
mod process;
mod profiles;
mod references;
mod sessions;
mod settings;
mod syntax;
mod tokens;
mod variables;

pub use findings::{codes, count};

use crate::{Finding, Fix, Snapshot, view::SnapshotView};
use daypass_config_parse::Code;
use findings::{Check, FILES, REST};
use std::path::PathBuf;

/// Runs all checks that need no network; the fixes of the findings have not been tried.
pub(crate) fn examine(snapshot: &Snapshot) -> Vec<Finding> {
    let view = SnapshotView::new(snapshot);
    let run = |checks: &[Check]| checks.iter().flat_map(|check| (check.run)(&view)).collect::<Vec<_>>();
    let mut found = run(FILES);
    found.extend(chains::unusable(&view, &found));
    found.extend(run(REST));
    // Lines of a file that is not UTF-8 cannot be interpreted; its encoding is fixed first.
    let documents = [Some(&snapshot.config), snapshot.credentials.as_ref()];
    if !documents.into_iter().flatten().all(|document| document.encoding().is_utf8()) {
        for finding in &mut found {
            let waits = match &finding.fix {
                Some(Fix::Line(_, code)) => *code != Code::NotUtf8,
                Some(Fix::CommentOut { .. }) => true,
                _ => false,
            };
            finding.fix = finding.fix.take().filter(|_| !waits);
        }
    }
    found
}

/// Lists the paths that checks need facts about.
pub(crate) fn paths(snapshot: &Snapshot) -> Vec<PathBuf> {
    let view = SnapshotView::new(snapshot);
    let mut paths = references::paths(&view);
    paths.extend(process::paths(&view));
    paths.extend(variables::paths(&view));
    paths
}
