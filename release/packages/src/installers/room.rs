//! Where a case is lived: a folder, a server, a PATH with the tools that are there.

use super::{cases::Case, release};
use crate::server::Server;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{
    places,
    process::{Finished, Run},
};

/// What the script may call.
const TOOLS: [&str; 24] = [
    "cat",
    "cp",
    "curl",
    "cut",
    "dirname",
    "find",
    "grep",
    "gzip",
    "minisign",
    "mkdir",
    "mktemp",
    "mv",
    "openssl",
    "perl",
    "rm",
    "rmdir",
    "sed",
    "sha256sum",
    "shasum",
    "sh",
    "sort",
    "tar",
    "uname",
    "wc",
];

/// A room for one case.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) folder: PathBuf,
    pub(super) server: Server,
    pub(super) script: PathBuf,
    /// The script with the key of the case.
    pub(super) text: String,
    shell: &'static str,
    prefix: PathBuf,
}

impl Room {
    pub(super) fn new(shell: &str, case: &Case) -> Result<Self, String> {
        let explain = |error: io::Error| error.to_string();
        let folder = places::fresh("installers").map_err(explain)?;
        let tools = folder.join("tools");
        fs::create_dir_all(&tools).map_err(explain)?;
        for tool in TOOLS.iter().chain(&["wget"]).filter(|tool| !case.without.contains(tool)) {
            // busybox has a wget of its own.
            let named = if *tool == "wget" && shell == "busybox" { "busybox" } else { tool };
            if let Some(path) = places::on_path(named) {
                link(&path, &tools.join(tool)).map_err(explain)?;
            }
        }
        fs::write(folder.join("is-a-file"), "").map_err(explain)?;
        fs::create_dir_all(folder.join("has-a-folder/bin/daypass")).map_err(explain)?;
        let mut text = fs::read_to_string(places::root().join("install.sh")).map_err(explain)?;
        let mut files = release::files(case.program, false)?;
        if let Some(key) = case.key {
            let public = release::sign(&mut files, key, &folder)?;
            text = text.replacen("KEY=''", &format!("KEY='{public}'"), 1);
        }
        let script = folder.join("install.sh");
        fs::write(&script, &text).map_err(explain)?;
        let server = Server::start(files, case.fault).map_err(explain)?;
        // A blank in an argument is written `_` in the table.
        let named = case.arguments.strip_prefix("--to {folder}/").map(|path| path.replace('_', " "));
        let prefix = folder.join(named.unwrap_or_else(|| "home/.local".to_owned()));
        let shell = ["bash", "busybox"].into_iter().find(|known| *known == shell).unwrap_or("dash");
        Ok(Self { folder, server, script, text, shell, prefix })
    }

    /// Installs version 0.1.0 from a server of its own.
    pub(super) fn install_old(&self) -> Result<(), String> {
        let files = release::files("#!/bin/sh\necho daypass 0.1.0\n", true)?;
        let server = Server::start(files, None).map_err(|error| error.to_string())?;
        let run =
            Run::hermetic("sh").env("HOME", self.folder.join("home")).arg(places::root().join("install.sh"));
        run.args(["--from", &server.url]).text().map(drop)
    }

    /// Runs the script with the tools of the case alone.
    pub(super) fn run(&self, script: &Path, arguments: &str) -> Result<Finished, String> {
        let shell = places::on_path(self.shell).ok_or("the shell is gone")?;
        let mut run =
            Run::hermetic(shell).env("HOME", self.folder.join("home")).env("PATH", self.folder.join("tools"));
        if self.shell == "busybox" {
            run = run.arg("sh");
        }
        run = run.arg(script).args(["--from", &self.server.url]);
        let folder = self.folder.display().to_string();
        for word in arguments.split_ascii_whitespace() {
            run = run.arg(word.replace('_', " ").replace("{folder}", &folder));
        }
        run.limit(60).finish()
    }

    /// The files of the place and of the home, but not the folders.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders =
            vec![self.folder.join("home"), self.prefix.clone(), self.folder.join("has-a-folder")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.display().to_string(), fs::read(path).unwrap_or_default());
                }
            }
        }
        found
    }

    /// Whether these files are the new version, all of it, and the list of what is installed.
    pub(super) fn is_new(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
        let path = |name: &str| self.prefix.join(name).display().to_string();
        let list = path("share/daypass/installed");
        let mut expected: Vec<String> =
            release::NEW.iter().map(|name| path(name)).chain([list.clone()]).collect();
        expected.sort();
        let found: Vec<&String> = files.keys().collect();
        if found != expected.iter().collect::<Vec<_>>() {
            return Err(format!("there is {found:?}"));
        }
        let listed = files.get(&list).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if listed.as_deref() != Some(&format!("{}\n", release::NEW.join("\n"))) {
            return Err(format!("the list says {listed:?}"));
        }
        let said = Run::hermetic(path("bin/daypass")).arg("version").text()?;
        if said == "daypass 0.2.0\n" { Ok(()) } else { Err(format!("the program says {said}")) }
    }
}

#[cfg(unix)]
fn link(program: &Path, name: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(program, name)
}

/// Copies it: the installer for Unix is not tried on this platform anyway.
#[cfg(not(unix))]
fn link(program: &Path, name: &Path) -> io::Result<()> {
    fs::copy(program, name).map(drop)
}
