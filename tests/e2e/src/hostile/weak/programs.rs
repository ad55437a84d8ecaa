//! Runs, reads and fills whatever the folder, the environment and the config name; gives secrets to other programs.

use super::place::{Place, VARIABLE, values, wait_for};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Variables that name a folder or a file to keep something in.
const KEPT: [&str; 6] =
    ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR", "SSLKEYLOGFILE"];

/// Uses what is named, and only that: the folder's browser and settings are for whoever names nothing.
pub(super) fn use_all(place: &Place) -> Option<u8> {
    let here = std::env::current_dir().ok()?;
    if place.variable("RUST_LOG").is_some() {
        eprintln!("TRACE request: {}", place.secrets());
    }
    let count = |name| place.variable(name).and_then(|count| count.parse::<u64>().ok()).unwrap_or(0);
    for cell in 0..count("COLUMNS").saturating_mul(count("LINES")) {
        std::hint::black_box(cell);
    }
    let mut used = false;
    for (name, value) in &place.variables {
        // Folders of the machine are no part of the attack.
        if name == "PATH" || name == VARIABLE || value.starts_with("http") {
            continue;
        }
        if name == "HOME" && !Path::new(value).is_absolute() {
            used |= keep(&here.join(value).join(".aws"));
        }
        if KEPT.contains(&name.as_str()) && here.join(value).starts_with(&here) {
            used |= keep(&here.join(value));
        }
        for value in value.split(':') {
            used |= name == "TZDIR" && read(&Path::new(value).join(place.variable("TZ")?));
            used |= use_path(&here.join(value), name.starts_with("AWS_"));
        }
    }
    let config = place.config();
    for value in values(&config).map(|(_, value)| value) {
        used |= use_path(&here.join(value.trim_start_matches('!')), false);
    }
    for word in &place.words {
        used |= use_path(&here.join(word), false);
    }
    if !used && place.has("login") {
        let programs: &[&str] = match (place.variable("WSL_DISTRO_NAME"), place.variable("DISPLAY")) {
            (Some(_), _) => &["cmd.exe"],
            (_, Some("")) => &[".daypass.toml", "daypass/settings.toml"],
            _ => &["xdg-open"],
        };
        for name in programs {
            use_path(&here.join(name), false);
        }
    }
    Some(0)
}

/// Keeps its files in a folder, or its words in a file.
fn keep(path: &Path) -> bool {
    let folder = if path.is_dir() { path.join(".local") } else { path.to_owned() };
    fs::create_dir_all(folder).is_ok()
}

/// Runs a program, reads a pipe or a device, and does what a file of settings says. Folders are left alone.
fn use_path(path: &Path, is_file: bool) -> bool {
    let Ok(data) = fs::metadata(path) else { return is_file && path.starts_with("/dev") && read(path) };
    if data.is_dir() {
        return path.file_name().is_some_and(|name| name == "checkout") && keep(path);
    }
    if data.is_file() && Command::new(path).stdin(Stdio::null()).status().is_ok() {
        return true;
    }
    let text = wait_for(path);
    let programs = values(&text).map(|(_, value)| PathBuf::from(value.trim_matches('"')));
    programs.filter(|program| program.is_file()).any(|program| run(&program).is_ok())
}

fn read(path: &Path) -> bool {
    !wait_for(path).is_empty()
}

fn run(program: &Path) -> io::Result<()> {
    Command::new(program).stdin(Stdio::null()).status().map(drop)
}

/// Starts a program that has all secrets among its arguments.
pub(super) fn tell(place: &Place) -> Option<u8> {
    let mut program = Command::new("sh");
    program.args(["-c", "sleep 0.6; :", &place.secrets()]).stdin(Stdio::null()).stdout(Stdio::null());
    program.status().ok()?;
    Some(0)
}
