//! `screens`: what a person sees, captured from a real terminal (tmux) at three widths, with and without colour, and
//! compared with the files in `tests/e2e/screens`; and the first hours of people, from nothing to being signed in. `--bless`
//! writes them.

mod home;
mod live;
mod lives;
mod normal;

use crate::stage::{self, Stage};
use daypass_simulator::AutoApprove;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use xtask::{environment, places, process::Run, tally::Tally};

/// What is run on the terminal, by name, and how sign-ins are decided. Where the last line is one that asks or waits,
/// the screen is complete with it.
const SCREENS: &[(&str, &str, AutoApprove)] = &[
    ("alone", "daypass", AutoApprove::Allow),
    ("status", "daypass status", AutoApprove::Allow),
    ("profiles", "daypass profiles --output table", AutoApprove::Allow),
    ("doctor", "daypass doctor", AutoApprove::Allow),
    ("picker", "daypass whoami", AutoApprove::Allow),
    ("login", "daypass login --sso-session my-sso --force", AutoApprove::Allow),
    ("login-waiting", "BROWSER=true daypass login --sso-session my-sso --force", AutoApprove::Off),
    (
        "login-code",
        "daypass login --sso-session my-sso --force --use-device-code --no-browser",
        AutoApprove::Off,
    ),
    ("login-all", "daypass login --all", AutoApprove::Allow),
    ("login-denied", "daypass login --sso-session my-sso --force", AutoApprove::Deny),
    ("login-done", "daypass login --sso-session my-sso", AutoApprove::Allow),
    ("login-required", "daypass whoami --profile partner --no-input", AutoApprove::Allow),
];
const WIDTHS: &[usize] = &[40, 80, 140];
/// The screens with a table, which are captured at the least width, too.
const NARROW: [&str; 4] = ["alone", "status", "profiles", "picker"];
const ROWS: usize = 60;
/// How the picker begins, and the line that counts down.
const COMPLETE: [&str; 2] = ["Which profile or role", "Waiting for approval"];
/// tmux without a status bar or a message at the end of the command, with 256 colours.
const TMUX: &str = "set -g default-terminal tmux-256color\nset -g status off\nset -g remain-on-exit on\n\
    set -g remain-on-exit-format ''\n";

pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if !cfg!(unix) {
        tally.skip("screens", "tmux is for Unix");
        return tally;
    }
    if let Err(reason) = environment::tool("tmux", &["-V"]) {
        tally.missing("screens", &reason);
        return tally;
    }
    let build = if has("--built") { stage::built } else { stage::build };
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check("daypass and its simulator are built", Err(reason));
        return tally;
    }
    for &(name, command, mode) in SCREENS {
        for &width in WIDTHS.iter().filter(|width| **width > 40 || NARROW.contains(&name)) {
            for colour in [false, true] {
                let name = format!("{name}-{width}{}", if colour { "-colour" } else { "" });
                let result = screen(command, mode, width, colour)
                    .and_then(|seen| compare(&name, &seen, has("--bless")));
                tally.check(&name, result);
            }
        }
    }
    for life in lives::LIVES {
        let name = format!("life-{}", life.name);
        tally.check(&name, live::live(life).and_then(|seen| compare(&name, &seen, has("--bless"))));
    }
    tally
}

fn compare(name: &str, seen: &str, blessed: bool) -> Result<(), String> {
    let file = file(name);
    if blessed {
        return fs::write(file, seen).map_err(|error| error.to_string());
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    if kept == seen {
        return Ok(());
    }
    Err(format!("it was\n{kept}\nand is\n{seen}\nif that is meant to be: cargo xtask screens --bless"))
}

fn file(name: &str) -> PathBuf {
    places::root().join("tests/e2e/screens").join(format!("{name}.txt"))
}

/// Returns what the terminal shows after the command has ended.
fn screen(command: &str, mode: AutoApprove, width: usize, colour: bool) -> Result<String, String> {
    let stage = Stage::open("screens")?;
    stage.world().lock().set_auto_approve(mode);
    home::furnish(&stage.home).map_err(|error| error.to_string())?;
    let terminal = Terminal::open(&stage, command, width, colour)?;
    terminal.wait()?;
    let seen = terminal.capture(colour)?;
    let seen = normal::normal(&format!("$ {command}\n{}\n", seen.trim_end()));
    Ok(if colour { seen } else { broken(&seen, width) })
}

/// In lines as the terminal breaks them.
fn broken(text: &str, width: usize) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        for (place, c) in line.chars().enumerate() {
            if place > 0 && place % width == 0 {
                lines.push('\n');
            }
            lines.push(c);
        }
        lines.push('\n');
    }
    lines
}

/// The folder of the program under test.
fn program_folder() -> PathBuf {
    places::program(stage::DAYPASS).parent().map(Path::to_owned).unwrap_or_default()
}

/// A separate tmux server with one window.
struct Terminal<'s> {
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
    fn open(stage: &'s Stage, command: &str, width: usize, colour: bool) -> Result<Self, String> {
        let colour = if colour { "unset NO_COLOR" } else { "export NO_COLOR=1" };
        let program = places::program(stage::DAYPASS);
        let text = format!("{colour}\ndaypass() {{ '{}' \"$@\"; }}\n{command}\n", program.display());
        Self::start(stage, &text, width, ROWS)
    }

    /// Starts a script on a terminal of this size.
    fn start(stage: &'s Stage, script: &str, width: usize, rows: usize) -> Result<Self, String> {
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

    fn command(&self) -> Run {
        let run =
            self.stage.run("tmux").env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env("TZ", "UTC");
        run.limit(60).args(["-u", "-S"]).arg(&self.socket)
    }

    fn tmux(&self, words: &[&str]) -> Result<String, String> {
        self.command().args(words).text()
    }

    /// Waits until the command has ended, asks or waits.
    fn wait(&self) -> Result<(), String> {
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

    fn capture(&self, colour: bool) -> Result<String, String> {
        // Lines that the terminal broke come whole: what differs from run to run may be on both sides.
        let colour: &[&str] = if colour { &["-e"] } else { &[] };
        let text = self.tmux(&[&["capture-pane", "-p", "-J"], colour].concat())?;
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        Ok(lines.join("\n"))
    }
}
