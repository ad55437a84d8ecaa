//! `installers`: `install.sh` and `install.ps1` against a server on loopback that serves whole, changed, cut and missing
//! files, in shells and with tools of several kinds: what fails leaves the folder as it was.

mod cases;
mod power;
mod release;
mod room;

use cases::{CASES, Case, Leaves};
use room::Room;
use std::collections::BTreeMap;
use xtask::{environment, places, process::Run, tally::Tally};

pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(unix) {
        tally.skip("install.sh", "it is for Unix");
        return tally;
    }
    for shell in ["dash", "bash", "busybox"] {
        if places::on_path(shell).is_none() {
            tally.skip(&format!("install.sh in {shell}"), "there is none here");
            continue;
        }
        for case in CASES {
            if case.key.is_some() && environment::tool("minisign", &["-v"]).is_err() {
                tally.skip(case.name, "there is no minisign here");
                continue;
            }
            tally.check(&format!("{shell}: {}", case.name), tried(shell, case));
        }
    }
    tally.check("install.sh, cut at any line, does nothing", cut());
    match environment::packaged("shellcheck", "shellcheck", &["--version"]) {
        Ok(()) => {
            let checked = Run::hermetic("shellcheck").arg(places::root().join("install.sh")).text();
            tally.check("shellcheck finds nothing in install.sh", checked.map(drop));
        }
        Err(reason) => tally.skip("shellcheck", &reason),
    }
    power::run(&mut tally);
    tally
}

/// Lives a case in a new room.
fn tried(shell: &str, case: &Case) -> Result<(), String> {
    let room = Room::new(shell, case)?;
    if case.has_old {
        room.install_old()?;
    }
    let before = room.files();
    let end = room.run(&room.script, case.arguments)?;
    let said = format!("{}{}", end.stdout, end.stderr);
    if end.status.code() != Some(case.code) || !said.contains(case.says) {
        return Err(format!("{}, not {} with {:?}:\n{said}", end.status, case.code, case.says));
    }
    let after = room.files();
    match case.leaves {
        Leaves::Before if after == before => Ok(()),
        Leaves::Before => Err(format!("files are not as before: {}", differences(&before, &after))),
        Leaves::New => room.is_new(&after),
        Leaves::Nothing if after.is_empty() => Ok(()),
        Leaves::Nothing => Err(format!("left: {:?}", after.keys())),
    }
}

fn differences(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> String {
    let changed =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    changed.chain(gone).cloned().collect::<Vec<_>>().join(", ")
}

/// A script that ends early, as a download does, changes nothing.
fn cut() -> Result<(), String> {
    let room = Room::new("dash", &cases::GOOD)?;
    let lines: Vec<&str> = room.text.lines().collect();
    for count in 0..lines.len() {
        let script = room.folder.join("cut.sh");
        let text = lines.iter().take(count).map(|line| format!("{line}\n")).collect::<String>();
        std::fs::write(&script, text).map_err(|error| error.to_string())?;
        room.run(&script, "")?;
        if !room.files().is_empty() || room.server.count() > 0 {
            return Err(format!("the first {count} lines did something"));
        }
    }
    Ok(())
}
