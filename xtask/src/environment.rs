//! What of our environment a child gets to see, and the crates that must be there before it may go offline.

use crate::process::Run;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// True where a missing tool is a failure: continuous integration sets `CI`.
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Variables a compiler run needs. All others could steer a test or a tool (`AWS_PROFILE`, `RUST_BACKTRACE`,
/// `SSL_CERT_FILE`, …) and are left out.
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
    "CI",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "CARGO_BUILD_JOBS",
    "CARGO_INCREMENTAL",
    "DAYPASS_VECTORS",
    "SHELL",
];

/// The person's browser and display, for the interactive demo.
pub const DESKTOP: &[&str] =
    &["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "XAUTHORITY", "WSL_DISTRO_NAME", "TERM"];

/// Those of the named variables that are set.
pub fn kept(names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, OsString)> {
    names.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

/// The set variables that steer AWS tools, Rust programs or daypass, which no child gets.
pub fn steering() -> impl Iterator<Item = OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        ["AWS_", "RUST_", "DAYPASS_"].iter().any(|prefix| name.starts_with(prefix))
    })
}

/// Puts every crate of the lock file into cargo's cache, so that all later steps do without a network.
pub fn fetch() -> Result<(), String> {
    let fetch = || Run::fetching("cargo").args(["fetch", "--quiet", "--locked"]).limit(1800).show();
    // Registries stumble: one more try before it is called a failure.
    Run::cargo()
        .args(["fetch", "--quiet", "--locked"])
        .finish()
        .and_then(|end| if end.status.success() { Ok(()) } else { fetch().or_else(|_| fetch()) })
}

/// The same for the lock file of another workspace.
pub fn fetch_for(manifest: &Path) -> Result<(), String> {
    let fetch = |run: Run| run.args(["fetch", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    let offline = fetch(Run::cargo()).finish();
    match offline {
        Ok(end) if end.status.success() => Ok(()),
        Ok(_) | Err(_) => fetch(Run::fetching("cargo")).limit(1800).show(),
    }
}

/// Where cargo and rustup live, which is not the empty home that children get.
pub fn tool_home(variable: &str, folder: &str) -> PathBuf {
    std::env::var_os(variable)
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(folder), Into::into)
}

/// A tool of the system is there, or is installed where that is allowed: in continuous integration, by root. Its
/// package has its name; `probe` are arguments with which it works if it is there.
pub fn tool(name: &str, probe: &[&str]) -> Result<(), String> {
    packaged(name, name, probe)
}

/// The same for a program whose package is named otherwise.
pub fn packaged(package: &str, program: &str, probe: &[&str]) -> Result<(), String> {
    let works = || Run::hermetic(program).args(probe).text().map(drop);
    if works().is_ok() {
        return Ok(());
    }
    let is_root = Run::hermetic("id").arg("-u").text().is_ok_and(|id| id.trim() == "0");
    if is_ci() && is_root {
        Run::fetching("apt-get").args(["install", "--yes", "--quiet", package]).limit(300).text()?;
    }
    works().map_err(|error| format!("{program} does not work here: {}", error.trim_end()))
}
