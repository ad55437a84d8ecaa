//! Prerequisites of steps: the crates of a lock file, and tools of the system.

use crate::process::Run;
pub use crate::variables::{aws_cli_source, is_ci, kept, steering, tool_home};
use std::path::Path;

/// Downloads every crate of the lock file, so that later steps need no network.
pub fn fetch() -> Result<(), String> {
    let fetch = || Run::fetching("cargo").args(["fetch", "--quiet", "--locked"]).limit(1800).show();
    // Registries stumble: one more try before it is called a failure.
    Run::cargo()
        .args(["fetch", "--quiet", "--locked"])
        .finish()
        .and_then(|end| if end.status.success() { Ok(()) } else { fetch().or_else(|_| fetch()) })
}

/// Downloads every crate of another workspace's lock file.
pub fn fetch_for(manifest: &Path) -> Result<(), String> {
    let fetch = |run: Run| run.args(["fetch", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    let offline = fetch(Run::cargo()).finish();
    match offline {
        Ok(end) if end.status.success() => Ok(()),
        Ok(_) | Err(_) => fetch(Run::fetching("cargo")).limit(1800).show(),
    }
}

/// Checks that a tool is installed, or installs the package of its name if this is CI as root.
/// With the arguments `probe` the tool succeeds.
pub fn tool(name: &str, probe: &[&str]) -> Result<(), String> {
    packaged(name, name, probe)
}

/// Checks or installs a tool whose package has another name.
pub fn packaged(package: &str, program: &str, probe: &[&str]) -> Result<(), String> {
    let works = || Run::hermetic(program).args(probe).text().map(drop);
    if works().is_ok() {
        return Ok(());
    }
    let is_root = Run::hermetic("id").arg("-u").text().is_ok_and(|id| id.trim() == "0");
    if is_ci() && is_root {
        let install =
            || Run::fetching("apt-get").args(["install", "--yes", "--quiet", package]).limit(300).text();
        // On a new machine the lists of packages are missing or old.
        let update = || Run::fetching("apt-get").args(["update", "--quiet"]).limit(300).text();
        install().or_else(|_| update().and_then(|_| install()))?;
    }
    works().map_err(|error| format!("{program} does not work here: {}", error.trim_end()))
}
