//! What a report of a fault needs, safe to paste: counts, modes, names; of variables that may hold a secret only
//! that they are set, and of files nothing that stands in them but names.

use super::{
    Scene,
    profiles::is_sso,
    scene::{ConfigFile, Folder},
};
use crate::report::clean;
use std::fmt::Write as _;

/// Variables whose values help and are no secrets.
const SHOWN: [&str; 9] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_MAX_ATTEMPTS",
    "AWS_RETRY_MODE",
];

/// What stands before the findings.
pub(crate) fn bundle(scene: &Scene<'_>) -> String {
    let mut text = format!(
        "daypass {} on {} {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    let (profiles, sessions) = (scene.config.profiles().count(), scene.config.sso_sessions().count());
    let sso = scene.config.profiles().filter(is_sso).count();
    let _written = writeln!(text, "profiles: {profiles}, {sso} of them sign in; sessions: {sessions}");
    for file in [&scene.config_file, &scene.credentials_file].into_iter().flatten() {
        let _written = writeln!(text, "{}", said_of_file(scene, file));
    }
    for folder in [&scene.sso_cache, &scene.cli_cache] {
        let _written = writeln!(text, "{}", said_of_folder(scene, folder));
    }
    let variables = scene.variables.iter().filter(|(name, _)| **name != "PATH").map(|(name, value)| {
        match SHOWN.contains(name) {
            true => format!("{name}={}", clean(value)),
            false => format!("{name} (set)"),
        }
    });
    let variables: Vec<_> = variables.collect();
    let _written = writeln!(text, "variables: {}\n", none_if_empty(&variables.join(", ")));
    text
}

fn said_of_file(scene: &Scene<'_>, file: &ConfigFile) -> String {
    let what = match (file.exists, file.is_file) {
        (false, _) => "not there".to_owned(),
        (true, false) => "no file".to_owned(),
        (true, true) => format!("mode {}", octal(file.mode)),
    };
    format!("{}: {what}", clean(&scene.paths.pretty(&file.path)))
}

fn said_of_folder(scene: &Scene<'_>, folder: &Folder) -> String {
    let closed = if folder.is_blocked || folder.is_closed { ", cannot be read" } else { "" };
    let (count, mode) = (folder.entries.len(), octal(folder.mode));
    format!("{}: mode {mode}, files: {count}{closed}", clean(&scene.paths.pretty(&folder.path)))
}

fn octal(mode: Option<u32>) -> String {
    mode.map_or_else(|| "none".to_owned(), |mode| format!("{mode:04o}"))
}

fn none_if_empty(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
