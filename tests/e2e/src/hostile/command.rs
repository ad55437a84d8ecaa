//! Runs a command of an attack to its end, and keeps what it said.

use super::verdict::{Verdict, through};
use crate::clean;
use std::{
    fmt, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A command that takes longer hangs.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// What a command left.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) words: String,
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) hung: bool,
}

impl Seen {
    /// It ended by itself, and not in a panic.
    pub(super) fn ended(&self) -> Verdict {
        if self.hung || self.stderr.contains("panicked") {
            return through(format!("it hangs or panics\n{}", self.text()));
        }
        Ok(())
    }

    /// Both streams, and how it ended; what a terminal would obey is escaped.
    pub(super) fn text(&self) -> String {
        let text = format!("$ {}\n{}{}[exit {:?}]", self.words, self.stdout, self.stderr, self.code);
        let escaped =
            |c| if clean::is_foreign(c, "") { c.escape_unicode().collect() } else { String::from(c) };
        text.chars().map(escaped).collect()
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Runs a command to its end, or stops it when it takes too long.
pub(super) fn finish(command: Command, words: &[&str]) -> Result<Seen, String> {
    finish_within(LIMIT, command, words)
}

pub(super) fn finish_within(limit: Duration, mut command: Command, words: &[&str]) -> Result<Seen, String> {
    let explain = |error: std::io::Error| format!("{words:?}: {error}");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(explain)?;
    let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
    let read = |pipe: &mut dyn std::io::Read| {
        let mut bytes = Vec::new();
        drop(pipe.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let start = Instant::now();
    thread::scope(|scope| {
        let out = scope.spawn(|| out.as_mut().map(|pipe| read(pipe)).unwrap_or_default());
        let err = scope.spawn(|| err.as_mut().map(|pipe| read(pipe)).unwrap_or_default());
        let (status, hung) = loop {
            if let Some(status) = child.try_wait().map_err(explain)? {
                break (status, false);
            }
            if start.elapsed() > limit {
                drop(child.kill());
                break (child.wait().map_err(explain)?, true);
            }
            thread::sleep(Duration::from_millis(2));
        };
        Ok(Seen {
            words: words.join(" "),
            code: status.code(),
            stdout: out.join().unwrap_or_default(),
            stderr: err.join().unwrap_or_default(),
            hung,
        })
    })
}

/// Sets the mode of a file or folder.
pub(super) fn mode(path: &Path, mode: u32) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
            .map_err(|error| format!("{}: {error}", path.display()))
    }
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}
