//! The whole program killed while `configure populate` writes: at every system call from the first step of the
//! backup to the end, and with every call that touches a file failing.

use super::calls::{Call, trace, verdict};
use crate::stage::Stage;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{places, process::Run, tally::Tally};

/// The kinds of failure are tried with token-cache; here one of the disk and one of rights.
const FAULTS: &[&str] = &["ENOSPC", "EACCES"];
const POPULATE: &[&str] =
    &["configure", "populate", "--sso-session", "corp", "--offline", "--yes", "--quiet"];
const WORLD: &str = "name = \"crash\"\nusers = [\"testuser@example.com\"]\nseed = 5\n\
                     [generate]\naccounts = 40\nroles = 5\n";
const BEFORE: &str = "# mine\r\n[profile mine]\r\nregion=eu-north-1\r\n\n[sso-session corp]\n\
                      sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
                      sso_registration_scopes = sso:account:access\n# the last line has no end";

pub(super) fn run(tally: &mut Tally) {
    let scene = match Scene::open() {
        Ok(scene) => scene,
        Err(reason) => return tally.check("populate: a listing to write from", Err(reason)),
    };
    let calls = match scene.calls() {
        Ok(calls) => calls,
        Err(reason) => return tally.check("populate: the calls of its write", Err(reason)),
    };
    let killed = verdict(calls.iter().filter_map(|call| scene.killed(call).err()));
    let on_files = calls.iter().filter(|call| call.is_on_files());
    let failed = verdict(on_files.clone().flat_map(|call| scene.failed(call)));
    tally.check(&format!("populate, 200 profiles: {} kill points", calls.len()), killed);
    tally.check(&format!("populate, 200 profiles: {} faults", on_files.count() * FAULTS.len()), failed);
}

/// A home that keeps a listing, and what its config file is to become.
struct Scene {
    stage: Stage,
    home: PathBuf,
    after: Vec<u8>,
}

impl Scene {
    fn open() -> Result<Self, String> {
        let stage = Stage::with_world("crash-populate", WORLD)?;
        let home = stage.home.clone();
        let mut scene = Self { stage, home, after: Vec::new() };
        scene.reset()?;
        scene.stage.daypass().args(["login", "--sso-session", "corp"]).text()?;
        scene.stage.daypass().args(["roles", "--sso-session", "corp"]).text()?;
        scene.daypass(POPULATE)?;
        scene.after = fs::read(scene.config()).map_err(|error| error.to_string())?;
        Ok(scene)
    }

    fn config(&self) -> PathBuf {
        self.home.join(".aws/config")
    }

    fn reset(&self) -> Result<(), String> {
        drop(fs::remove_dir_all(self.home.join(".local/state/daypass/backups")));
        fs::write(self.config(), BEFORE).map_err(|error| error.to_string())
    }

    fn daypass(&self, words: &[&str]) -> Result<String, String> {
        Run::hermetic(places::program("daypass")).env("HOME", &self.home).args(words).text()
    }

    fn strace(&self, options: &[String]) -> Result<(Option<i32>, String), String> {
        let run = Run::hermetic("strace").env("HOME", &self.home).args(options);
        let end = run.arg(places::program("daypass")).args(POPULATE).finish()?;
        Ok((end.status.code(), end.stderr))
    }

    /// The calls of an undisturbed run, from the first that touches the backup.
    fn calls(&self) -> Result<Vec<Call>, String> {
        self.reset()?;
        let calls = trace("populate", "/backups", |options| self.strace(options).map(drop))?.calls;
        let renames = calls.iter().filter(|call| call.name.starts_with("rename")).count();
        if renames == 2 { Ok(calls) } else { Err(format!("{renames} renames in {} calls", calls.len())) }
    }

    fn killed(&self, call: &Call) -> Result<(), String> {
        self.reset()?;
        let (code, _) = self.strace(&call.inject("signal=KILL"))?;
        let what = format!("killed at {call}");
        if code == Some(0) { Err(format!("{what}: it was not")) } else { self.recover(&what, false) }
    }

    /// Every way to fail there. Success means written; a failure says so, and the file is as it was.
    fn failed(&self, call: &Call) -> Vec<String> {
        let fail = |error: &str| {
            self.reset()?;
            let what = format!("{error} from {call}");
            match self.strace(&call.inject(&format!("error={error}")))? {
                (Some(0), _) => self.recover(&what, true),
                (Some(_), said) if said.contains("error: ") => self.recover(&what, false),
                (code, said) => Err(format!("{what}: exit {code:?}, {said}")),
            }
        };
        FAULTS.iter().filter_map(|error| fail(error).err()).collect()
    }

    /// Old or new; then the next run makes it new, undo makes it old, and nothing is left beside it.
    fn recover(&self, what: &str, must_be_new: bool) -> Result<(), String> {
        let explain = |error: String| format!("{what}: {error}");
        let read = || fs::read(self.config()).map_err(|error| explain(error.to_string()));
        let seen = read()?;
        if seen != self.after && (must_be_new || seen != BEFORE.as_bytes()) {
            return Err(format!("{what}: the file is neither old nor new, of {} bytes", seen.len()));
        }
        self.daypass(POPULATE).map_err(explain)?;
        if read()? != self.after {
            return Err(format!("{what}: the next run did not make it new"));
        }
        self.daypass(&["configure", "populate", "--undo", "--yes", "--quiet"]).map_err(explain)?;
        if read()? != BEFORE.as_bytes() {
            return Err(format!("{what}: undo did not make it old"));
        }
        let mut left = names(&self.home.join(".aws"));
        left.retain(|name| !["config", "sso", "cli"].contains(&name.as_str()));
        // A run that failed or was killed has its own backup, whole.
        let backups = self.home.join(".local/state/daypass/backups");
        left.extend(names(&backups).into_iter().filter(|name| {
            name.ends_with(".daypass-tmp")
                || !fs::read(backups.join(name)).is_ok_and(|bytes| bytes.ends_with(BEFORE.as_bytes()))
        }));
        if left.is_empty() { Ok(()) } else { Err(format!("{what}: left over: {left:?}")) }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
