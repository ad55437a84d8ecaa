//! What is asked of an installed package.

use super::{
    cell::Cell,
    place::{Place, is_root},
};
use daypass_simulator::World;
use daypass_testkit::{Home, world::PROFILE_CONFIG};
use std::{fs, path::Path};
use xtask::{environment, process::Run};

/// It says its version; as root in a folder that is the whole system, where nothing else is.
pub(super) fn version(root: &Path, place: &Place, number: &str) -> Result<(), String> {
    let program = root.join(place.program);
    let run = if place.is_system && is_root() && is_static(&program) {
        Run::hermetic("chroot").arg(root).arg(Path::new("/").join(place.program))
    } else {
        Run::hermetic(&program)
    };
    let said = run.env("HOME", "/nowhere").arg("version").text()?;
    let expected = format!("daypass {number}");
    if said.trim() == expected { Ok(()) } else { Err(format!("it says {said:?}, not {expected:?}")) }
}

/// Whether no other file is needed to start it.
pub(super) fn is_static(program: &Path) -> bool {
    let loader = b"/ld-linux";
    fs::read(program).is_ok_and(|bytes| !bytes.windows(loader.len()).any(|window| window == loader))
}

/// The installed completions are those that the program prints, and bash takes them.
pub(super) fn completion(program: &Path, script: &Path) -> Result<(), String> {
    let installed = fs::read_to_string(script).map_err(|error| format!("{}: {error}", script.display()))?;
    let printed = Run::hermetic(program).env("HOME", "/nowhere").args(["completions", "bash"]).text()?;
    if installed != printed {
        return Err("they are not those that the program prints".to_owned());
    }
    let bash = Run::hermetic("bash").args(["--norc", "--noprofile", "-c", ". \"$0\" && complete -p daypass"]);
    bash.arg(script).text().map(drop)
}

/// `man` finds and shows the pages there, that of a command below another included.
pub(super) fn manual(folder: &Path) -> Cell {
    if environment::packaged("man-db", "man", &["--version"]).is_err() {
        return Cell::Skipped("there is no man here".to_owned());
    }
    let shown = |page: &str| {
        let run =
            Run::hermetic("man").env("MANPAGER", "cat").env("MANWIDTH", "80").env("LC_ALL", "C").arg("-M");
        let text = run.arg(folder).arg(page).text()?;
        if text.contains("SYNOPSIS") { Ok(()) } else { Err(format!("no page: {text}")) }
    };
    Cell::of(shown("daypass").and_then(|()| shown("daypass-configure-sso")))
}

/// A sign-in with a browser at the simulator, and an answer of AWS with what it gave.
pub(super) fn signs_in(program: &Path) -> Result<(), String> {
    let home = Home::with(World::demo()).with_program(program.to_owned()).config(PROFILE_CONFIG);
    for outcome in [
        home.run_with_browser("login --sso-session my-sso", "allow"),
        home.run("whoami --profile p"),
        home.run("logout"),
    ] {
        if outcome.code != Some(0) {
            return Err(outcome.to_string());
        }
    }
    Ok(())
}
