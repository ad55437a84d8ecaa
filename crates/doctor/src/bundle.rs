//! The head of a fault report, safe to paste: counts, modes and names. Of variables that can hold a secret it says only
//! that they are set, and of the contents of files it quotes nothing but names.

use crate::{
    CacheFolder, ConfigFile, Snapshot,
    view::{SnapshotView, is_sso},
};
use std::fmt::Write as _;

/// Variables whose values help and are not secret.
const SHOWN_VARIABLES: [&str; 9] = [
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

/// Writes the head of a fault report; the findings follow it. Names in it can hold control characters.
pub fn bundle(snapshot: &Snapshot) -> String {
    let view = &SnapshotView::new(snapshot);
    let mut text = format!(
        "daypass {} on {} {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    let (profiles, sessions) = (view.config.profiles().count(), view.config.sso_sessions().count());
    let sso = view.config.profiles().filter(is_sso).count();
    let _written = writeln!(text, "profiles: {profiles}, {sso} of them sign in; sessions: {sessions}");
    for file in [&view.config_file, &view.credentials_file].into_iter().flatten() {
        let _written = writeln!(text, "{}", describe_file(view, file));
    }
    for folder in [&view.sso_cache, &view.cli_cache, &view.login_cache] {
        let _written = writeln!(text, "{}", describe_folder(view, folder));
    }
    let variables =
        view.variables.iter().filter(|(name, _)| is_relevant(name)).map(
            |(name, value)| match SHOWN_VARIABLES.contains(name) {
                true => format!("{name}={value}"),
                false => format!("{name} (set)"),
            },
        );
    let variables: Vec<_> = variables.collect();
    let _written = writeln!(text, "variables: {}\n", none_if_empty(&variables.join(", ")));
    text
}

/// Says whether a variable concerns the AWS tools or the network path to AWS.
fn is_relevant(name: &str) -> bool {
    let known = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "DAYPASS_EXEC"];
    name.starts_with("AWS_") || name.to_ascii_uppercase().ends_with("_PROXY") || known.contains(&name)
}

fn describe_file(view: &SnapshotView<'_>, file: &ConfigFile) -> String {
    let what = match (file.exists, file.is_file) {
        (false, _) => "missing".to_owned(),
        (true, false) => "not a file".to_owned(),
        (true, true) => format!("mode {}", octal(file.mode)),
    };
    format!("{}: {what}", view.paths.pretty(&file.path))
}

fn describe_folder(view: &SnapshotView<'_>, folder: &CacheFolder) -> String {
    let closed = if folder.is_blocked || folder.is_closed { ", cannot be read" } else { "" };
    let (count, mode) = (folder.files.len(), octal(folder.mode));
    format!("{}: mode {mode}, files: {count}{closed}", view.paths.pretty(&folder.path))
}

fn octal(mode: Option<u32>) -> String {
    mode.map_or_else(|| "none".to_owned(), |mode| format!("{mode:04o}"))
}

fn none_if_empty(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
