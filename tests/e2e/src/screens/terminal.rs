//! A terminal of a given size for the screens: a tmux server of its own with one window.

use crate::stage::{self, Stage};
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, UNIX_EPOCH},
};
use xtask::{places, process::Run};

const ROWS: usize = 60;
/// tmux without a status bar or a message at the end of the command, with 256 colours.
const TMUX: &str = "set -g default-terminal tmux-256color\nset -g status off\nset -g remain-on-exit on\n\
    set -g remain-on-exit-format ''\n";
/// How the picker begins, and the line that counts down.
const COMPLETE: [&str; 2] = ["Which profile or role", "Waiting for approval"];

/// The folder of the program under test.
pub(super) fn program_folder() -> PathBuf {
    places::program(stage::DAYPASS).parent().map(Path::to_owned).unwrap_or_default()
}

/// A time zone in which it is about ten in the morning: what ends in some hours ends today, and its line has one length.
fn morning() -> String {
    let hour = UNIX_EPOCH.elapsed().map_or(0, |now| now.as_secs() / 3600 % 24);
    // POSIX counts westward.
    match hour.checked_sub(10) {
        Some(west) => format!("DAY{west}"),
        None => format!("DAY-{}", 10_u64.saturating_sub(hour)),
    }
}

/// A separate tmux server with one window.
pub(super) struct Terminal<'s> {
    stage: &'s Stage,
    socket: PathBuf,
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        drop(self.tmux(&["kill-server"]));
        drop(fs::remove_file(&self.socket));
    }
}

impl<'s> Terminal<'s> {
    pub(super) fn open(stage: &'s Stage, command: &str, width: usize, colour: bool) -> Result<Self, String> {
        let colour = if colour { "unset NO_COLOR" } else { "export NO_COLOR=1" };
        let program = places::program(stage::DAYPASS);
        let text = format!("{colour}\ndaypass() {{ '{}' \"$@\"; }}\n{command}\n", program.display());
        Self::start(stage, &text, width, ROWS)
    }

    /// Starts a script on a terminal of this size.
    pub(super) fn start(stage: &'s Stage, script: &str, width: usize, rows: usize) -> Result<Self, String> {
        let folder = stage.home.parent().ok_or("no folder around the home")?;
        let (config, file) = (folder.join("tmux.conf"), folder.join("screen.sh"));
        fs::write(&config, TMUX).map_err(|error| error.to_string())?;
        // The shell is there before its window has its size.
        let text = format!(
            "unset COLUMNS LINES\nwhile [ \"$(stty size)\" != '{rows} {width}' ]; do sleep 0.05; done\n{script}"
        );
        fs::write(&file, text).map_err(|error| error.to_string())?;
        // Folders of builds are long, and the name of a socket is not.
        let socket = std::env::temp_dir().join(format!("daypass-screens-{}", std::process::id()));
        let terminal = Self { stage, socket };
        let (width, rows) = (width.to_string(), rows.to_string());
        let run =
            terminal.command().arg("-f").arg(&config).args(["new-session", "-d", "-x", &width, "-y", &rows]);
        run.arg(format!("exec sh '{}'", file.display())).text()?;
        Ok(terminal)
    }

    pub(super) fn command(&self) -> Run {
        let run = self.stage.run("tmux").env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
        let run = run.env("TZ", morning());
        run.limit(60).args(["-u", "-S"]).arg(&self.socket)
    }

    pub(super) fn tmux(&self, words: &[&str]) -> Result<String, String> {
        self.command().args(words).text()
    }

    /// Waits until the command has ended, asks or waits.
    pub(super) fn wait(&self) -> Result<(), String> {
        for _ in 0..600 {
            let is_over = self.tmux(&["display-message", "-p", "#{pane_dead}"])?.trim() == "1";
            let seen = self.capture(false)?;
            // On a busy machine tmux knows of the end before it shows what was written last.
            if is_over && !seen.trim().is_empty() && seen == self.capture(false)? {
                return Ok(());
            }
            if COMPLETE.iter().any(|line| seen.contains(line)) {
                // What stands below it is drawn at once with it, if not in one piece.
                thread::sleep(Duration::from_millis(300));
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("it does not end; it shows\n{}", self.capture(false)?))
    }

    pub(super) fn capture(&self, colour: bool) -> Result<String, String> {
        // Lines that the terminal broke come whole: what differs from run to run may be on both sides.
        let colour: &[&str] = if colour { &["-e"] } else { &[] };
        let text = self.tmux(&[&["capture-pane", "-p", "-J"], colour].concat())?;
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        Ok(lines.join("\n"))
    }
}
