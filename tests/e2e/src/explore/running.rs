//! Runs a command in a place and collects its output and the files that it changed.

use super::place::Place;
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The time after which a command counts as hanging.
const LIMIT: Duration = Duration::from_secs(25);

/// The output of a command and the files that it changed.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) words: Vec<String>,
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// Whether the command had to be stopped.
    pub(super) hung: bool,
    /// Files below the home that the command created, changed or removed.
    pub(super) changed: Vec<String>,
}

impl Place {
    /// Runs daypass without a terminal.
    pub(super) fn run(&mut self, words: &[String]) -> Result<Seen, String> {
        self.finish(self.command(words), words)
    }

    /// Runs daypass and sends it SIGINT after the given time.
    pub(super) fn interrupted(&mut self, words: &[String], after: Duration) -> Result<Seen, String> {
        self.end_of(self.interruptible(words), words, Some(after))
    }

    /// Returns a command for daypass that does not ignore SIGINT, as a shell starts a command in the foreground: a child
    /// inherits ignored signals.
    pub(super) fn interruptible(&self, words: &[String]) -> Command {
        let mut command = self.dressed("/usr/bin/env");
        command.arg("--default-signal=INT").arg(&self.program).args(words);
        command
    }

    /// Runs a command to its end, or stops it when it takes too long.
    pub(super) fn finish(&mut self, command: Command, words: &[String]) -> Result<Seen, String> {
        self.end_of(command, words, None)
    }

    fn end_of(
        &mut self,
        mut command: Command,
        words: &[String],
        mut interrupt: Option<Duration>,
    ) -> Result<Seen, String> {
        let explain = |error: std::io::Error| error.to_string();
        let before = self.snapshot();
        let (out, err) = (self.folder.join("stdout"), self.folder.join("stderr"));
        command.stdin(Stdio::null());
        command.stdout(fs::File::create(&out).map_err(explain)?);
        command.stderr(fs::File::create(&err).map_err(explain)?);
        let mut child = command.spawn().map_err(explain)?;
        self.started += 1;
        let start = Instant::now();
        let (status, hung) = loop {
            if let Some(status) = child.try_wait().map_err(explain)? {
                break (status, false);
            }
            if interrupt.is_some_and(|after| start.elapsed() > after) {
                interrupt = None;
                let id = child.id().to_string();
                drop(Command::new("/bin/kill").args(["-INT", &id]).stderr(Stdio::null()).status());
            }
            if start.elapsed() > LIMIT {
                drop(child.kill());
                break (child.wait().map_err(explain)?, true);
            }
            thread::sleep(Duration::from_micros(700));
        };
        let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
        let changed = self.changed(&before);
        Ok(Seen {
            words: words.to_owned(),
            code: status.code(),
            stdout: text(&out),
            stderr: text(&err),
            hung,
            changed,
        })
    }

    /// Returns every file below the home with its contents, without lock files.
    pub(super) fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        let home = self.home();
        let (mut files, mut folders) = (BTreeMap::new(), vec![home.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let name = path.strip_prefix(&home).unwrap_or(&path).to_string_lossy().into_owned();
                if name.contains("/locks") {
                    continue;
                }
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_symlink() => drop(files.insert(name, b"(link)".to_vec())),
                    _ => drop(files.insert(name, fs::read(&path).unwrap_or_default())),
                }
            }
        }
        files
    }

    /// Returns the names of files that differ from a snapshot.
    pub(super) fn changed(&self, before: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let after = self.snapshot();
        let mut names: Vec<String> = before
            .iter()
            .filter(|(name, bytes)| after.get(*name) != Some(*bytes))
            .map(|(name, _)| name.clone())
            .collect();
        names.extend(after.keys().filter(|name| !before.contains_key(*name)).cloned());
        names
    }
}
