//! A folder for one test, and what lies in it.

use std::{fs, path::Path};
use tempfile::TempDir;

pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

#[expect(clippy::disallowed_methods, reason = "tests write files as other tools do")]
pub(crate) fn put(path: &Path, contents: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    fs::write(path, contents).expect("file");
}

#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("there").permissions().mode() & 0o7777
}

#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("mode");
}

#[cfg(unix)]
pub(crate) fn make_pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
}

#[cfg(unix)]
pub(crate) fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .expect("folder")
        .map(|file| file.expect("file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs a test as a user without rights, who is told by a variable where.
#[cfg(unix)]
pub(crate) fn as_nobody(name: &str, folder: &Path) -> bool {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: only root can become another user");
        return false;
    }
    // The test program may lie where nobody else can go.
    let program = folder.join("program");
    fs::copy(std::env::current_exe().expect("this test"), &program).expect("copied");
    set_mode(&program, 0o755);
    set_mode(folder, 0o755);
    let mut command = std::process::Command::new(&program);
    std::os::unix::process::CommandExt::uid(&mut command, 65_534);
    std::os::unix::process::CommandExt::gid(&mut command, 65_534);
    let output = command
        .args(["--exact", name, "--ignored", "--nocapture"])
        .current_dir("/")
        .env("FOLDER", folder)
        .output()
        .expect("it runs");
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && text.contains("1 passed"), "{}: {text}", output.status);
    true
}

#[expect(clippy::disallowed_methods, reason = "the test tells its child where")]
pub(crate) fn folder() -> std::path::PathBuf {
    std::env::var_os("FOLDER").expect("the parent's word").into()
}
