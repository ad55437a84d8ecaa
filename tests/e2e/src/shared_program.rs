//! A copy of daypass that every user can run: a checkout may lie where nobody else can go.

use crate::stage::DAYPASS;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where the copy of this process is, in a folder of its own; `purpose` is part of its name.
pub(crate) fn path(purpose: &str) -> PathBuf {
    std::env::temp_dir().join(format!("daypass-{purpose}-{}", std::process::id())).join(DAYPASS)
}

/// Copies a program there, and returns the path.
pub(crate) fn copy(program: &Path, purpose: &str) -> Result<PathBuf, String> {
    let explain = |error: io::Error| format!("{}: {error}", program.display());
    let copy = path(purpose);
    let folder = copy.parent().unwrap_or(&copy);
    fs::create_dir_all(folder).map_err(explain)?;
    fs::copy(program, &copy).map_err(explain)?;
    #[cfg(unix)]
    for path in [folder, &copy] {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(explain)?;
    }
    Ok(copy)
}

/// Removes the copy and its folder.
pub(crate) fn remove(purpose: &str) {
    if let Some(folder) = path(purpose).parent() {
        drop(fs::remove_dir_all(folder));
    }
}
