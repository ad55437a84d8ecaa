//! `screens`: what a person sees, captured from a real terminal (tmux) at three widths, with and without colour, and
//! compared with the files in `tests/e2e/screens`; and the first hours of people, from nothing to being signed in. `--bless`
//! writes them.

mod home;
mod live;
mod lives;
mod normal;
mod terminal;

use self::terminal::Terminal;
use crate::stage::{self, Stage};
use daypass_simulator::AutoApprove;
use std::{fs, path::PathBuf};
use xtask::{environment, places, tally::Tally};

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
