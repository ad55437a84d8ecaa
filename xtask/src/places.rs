//! Paths: the checkout, its files, the binaries that cargo built, temporary folders.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Returns the root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// Returns cargo's target folder, in which this program was built.
pub fn target() -> PathBuf {
    let program = std::env::current_exe().expect("the system knows the running program");
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    target.map_or_else(|| root().join("target"), Path::to_owned)
}

/// Returns the folder of the programs that cargo built with this profile; that of `dev` has another name.
pub fn of_profile(profile: &str) -> PathBuf {
    target().join(if profile == "dev" { "debug" } else { profile })
}

/// Returns the path of a program of the workspace in its debug build.
pub fn program(name: &str) -> PathBuf {
    of_profile("dev").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Returns a folder below the target folder, creating it if needed.
pub fn scratch(name: &str) -> io::Result<PathBuf> {
    let folder = target().join("xtask").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns a folder below the target folder, emptied.
pub fn fresh(name: &str) -> io::Result<PathBuf> {
    let folder = scratch(name)?;
    fs::remove_dir_all(&folder)?;
    scratch(name)
}

/// Lists the source files of the checkout: no build output, nothing hidden but `.cargo`, `.ci`, `.config`.
pub fn files() -> io::Result<Vec<PathBuf>> {
    files_below(&root())
}

/// Lists the source files of a copy of the checkout.
pub fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !entry.file_type()?.is_dir() {
            // In a linked worktree git keeps a file where the folder would be.
            if name != ".git" {
                found.push(entry.path());
            }
        } else if !is_foreign(&name, folder) {
            collect(&entry.path(), found)?;
        }
    }
    Ok(())
}

/// Folders without sources of ours.
fn is_foreign(name: &str, parent: &Path) -> bool {
    let hidden = name.starts_with('.') && ![".cargo", ".ci", ".config"].contains(&name);
    let fuzz_output = parent.ends_with("fuzz") && ["corpus", "artifacts", "coverage"].contains(&name);
    hidden || fuzz_output || name == "target" || name.starts_with("target-")
}

/// Finds a program in PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

/// Makes a script executable.
#[cfg(unix)]
pub fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

/// Does nothing: every file can be run on this platform.
#[cfg(not(unix))]
pub fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
