//! Finds the programs of the workspace: beside the running program, or above it if that is a test.

use std::path::PathBuf;

/// Returns the path of a program of the build that the running program belongs to.
///
/// # Panics
/// Panics if the system does not tell the running program.
pub fn program(name: &str) -> PathBuf {
    let running = std::env::current_exe().expect("the system knows the running program");
    let folder = running.parent().expect("a program lies in a folder");
    let folder = if folder.ends_with("deps") || folder.ends_with("examples") {
        folder.parent().expect("both lie below a profile's folder")
    } else {
        folder
    };
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
