//! What must be there before a step may begin: the crates of a lock file, the tools of the system.

use crate::process::Run;
pub use crate::variables::{is_ci, kept, steering, tool_home};
use std::path::Path;

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
