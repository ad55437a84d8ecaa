//! The environment variables that children get.

use std::{ffi::OsString, path::PathBuf};

/// Says whether this is continuous integration, where a missing tool is a failure (`CI` is set).
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Variables that a compiler needs. Others, which could influence a test or a tool (`AWS_PROFILE`, `RUST_BACKTRACE`,
/// `SSL_CERT_FILE`, `CI` …), are left out.
pub const HERMETIC: &[&str] = &[
    "PATH",
    "USER",
    "LOGNAME",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "SystemRoot",
    "COMSPEC",
    "PATHEXT",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "CARGO_BUILD_JOBS",
    "CARGO_INCREMENTAL",
    "DAYPASS_AWS_CLI_SOURCE",
    "DAYPASS_VECTORS",
    "SHELL",
];

/// The variables of the person's browser and display, for the interactive demo.
pub const DESKTOP: &[&str] =
    &["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "XAUTHORITY", "WSL_DISTRO_NAME", "TERM"];

/// Returns the named variables that are set.
pub fn kept(names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, OsString)> {
    names.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

/// Returns the git repository of the AWS CLI's source, if DAYPASS_AWS_CLI_SOURCE names one.
pub fn aws_cli_source() -> Option<String> {
    std::env::var("DAYPASS_AWS_CLI_SOURCE").ok().filter(|source| !source.is_empty())
}

/// Returns the set variables that influence AWS tools, Rust programs or daypass, which no child gets.
pub fn steering() -> impl Iterator<Item = OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        ["AWS_", "RUST_", "DAYPASS_"].iter().any(|prefix| name.starts_with(prefix))
    })
}

/// Returns the folders of cargo and rustup, which are not in the empty home of children.
pub fn tool_home(variable: &str, folder: &str) -> PathBuf {
    std::env::var_os(variable)
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(folder), Into::into)
}
