//! Checks of console sign-ins (`aws login`), which `daypass-console-sign-ins` makes.

use crate::{Finding, view::SnapshotView};
use daypass_console_sign_ins as console;

/// K217 to K220, P542: sign-ins that no tool can refresh or that nobody uses, and profiles with another source.
pub(super) fn sign_ins(view: &SnapshotView<'_>) -> Vec<Finding> {
    let found = console::findings(&view.config, &view.login_cache.files, view.now).into_iter();
    let placed = found.map(|finding| {
        let profile = finding.section.as_ref().and_then(|section| view.config.profile(section.name()));
        match profile {
            Some(profile) => view.locate(finding, &profile, "login_session"),
            None => finding,
        }
    });
    placed.collect()
}

/// E410, E411: the variable of the folder.
pub(super) fn folder(view: &SnapshotView<'_>) -> Vec<Finding> {
    let value = view.variables.get("AWS_LOGIN_CACHE_DIRECTORY");
    value.and_then(|value| console::folder_finding(value, &view.login_cache.path)).into_iter().collect()
}
