//! What every package holds: the program, its manual and completions, the licences; below `bin` and `share`.

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{places, process::Run};

/// A file of a package.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The path below the prefix, such as `bin/daypass`.
    pub(crate) path: String,
    /// Whether it is a program.
    pub(crate) is_program: bool,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// A file that is no program.
    pub(crate) fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), is_program: false, bytes: bytes.into() }
    }

    /// A program.
    pub(crate) fn program(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { is_program: true, ..Self::new(path, bytes) }
    }

    /// The mode on Unix.
    pub(crate) fn mode(&self) -> u32 {
        if self.is_program { 0o755 } else { 0o644 }
    }
}

/// Where each shell looks for completions below a prefix.
pub(crate) const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "share/bash-completion/completions/daypass"),
    ("elvish", "share/elvish/lib/daypass.elv"),
    ("fish", "share/fish/vendor_completions.d/daypass.fish"),
    ("powershell", "share/powershell/daypass.ps1"),
    ("zsh", "share/zsh/site-functions/_daypass"),
];

/// Collects the files, sorted by path. The program itself writes its manual and completions.
pub(crate) fn files(program: &Path, third_party: String) -> Result<Vec<File>, String> {
    let explain = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let read = |path: PathBuf| fs::read(&path).map_err(|error| explain(&path, error));
    let mut files = vec![File::program("bin/daypass", read(program.to_owned())?)];
    let manual = places::fresh("package/man").map_err(|error| error.to_string())?;
    daypass(program)?.args(["man", "--folder"]).arg(&manual).text()?;
    for page in fs::read_dir(&manual).map_err(|error| explain(&manual, error))? {
        let page = page.map_err(|error| explain(&manual, error))?;
        let name = page.file_name().to_string_lossy().into_owned();
        files.push(File::new(format!("share/man/man1/{name}"), read(page.path())?));
    }
    for (shell, path) in COMPLETIONS {
        files.push(File::new(path, daypass(program)?.args(["completions", shell]).text()?));
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        files.push(File::new(format!("share/licenses/daypass/{name}"), read(places::root().join(name))?));
    }
    files.push(File::new("share/licenses/daypass/THIRD-PARTY.txt", third_party));
    for name in ["README.md", "CHANGELOG.md"] {
        files.push(File::new(format!("share/doc/daypass/{name}"), read(places::root().join(name))?));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// Prepares the program with an empty home.
fn daypass(program: &Path) -> Result<Run, String> {
    let home = places::scratch("package/home").map_err(|error| error.to_string())?;
    Ok(Run::hermetic(program).env("HOME", home).limit(30))
}
