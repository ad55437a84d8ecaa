//! A command run in a place, and what it left.

use super::place::Place;
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A command that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(25);

/// What a command left.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) words: Vec<String>,
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// It had to be stopped.
    pub(super) hung: bool,
    /// Files below the home that are not what they were: made, changed or gone.
    pub(super) changed: Vec<String>,
}

impl Place {
    /// Runs daypass without a terminal.
    pub(super) fn run(&mut self, words: &[String]) -> Result<Seen, String> {
        self.finish(self.command(words), words)
    }

    /// Runs daypass and sends it SIGINT after a while.
    pub(super) fn interrupted(&mut self, words: &[String], after: Duration) -> Result<Seen, String> {
        self.end_of(self.interruptible(words), words, Some(after))
    }

    /// Daypass with SIGINT as a shell leaves it to a command in the foreground, whatever whoever runs this has done with
    /// that signal: what is ignored stays so in a child.
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

    /// Every file below the home and what it holds; locks are nobody's.
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

    /// Names of files that differ from a snapshot.
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
