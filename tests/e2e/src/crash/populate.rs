//! Kills `configure populate` at every system call from the first step of the backup to the end, and fails every call
//! that touches a file.

use super::calls::{Call, at_each, recorded, trace, with_each_error};
use crate::stage::Stage;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{places, process::Run, tally::Tally};

/// Errors to inject: full disk, no permission. The tests of token-cache inject more.
const FAULTS: &[&str] = &["ENOSPC", "EACCES"];
const POPULATE: &[&str] =
    &["configure", "populate", "--sso-session", "corp", "--offline", "--yes", "--quiet"];
const WORLD: &str = "name = \"crash\"\nusers = [\"testuser@example.com\"]\nseed = 5\n\
                     [generate]\naccounts = 40\nroles = 5\n";
const BEFORE: &str = "# mine\r\n[profile mine]\r\nregion=eu-north-1\r\n\n[sso-session corp]\n\
                      sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
                      sso_registration_scopes = sso:account:access\n# the last line has no end";

pub(super) fn run(tally: &mut Tally) {
    let Some((home, calls)) = recorded(tally, "populate", ListedHome::open, ListedHome::calls) else {
        return;
    };
    let killed = at_each(&calls, |call| home.killed(call));
    tally.check(&format!("populate, 200 profiles: {} kill points", calls.len()), killed);
    let on_files = calls.iter().filter(|call| call.is_on_files());
    let failed = with_each_error(on_files.clone(), FAULTS, |call, error| home.failed(call, error));
    tally.check(&format!("populate, 200 profiles: {} faults", on_files.count() * FAULTS.len()), failed);
}

/// A home with a cached listing, and the config file that populate makes of it.
struct ListedHome {
    stage: Stage,
    home: PathBuf,
    after: Vec<u8>,
}

impl ListedHome {
    fn open() -> Result<Self, String> {
        let stage = Stage::with_world("crash-populate", WORLD)?;
        let home = stage.home.clone();
        let mut listed = Self { stage, home, after: Vec::new() };
        listed.reset()?;
        listed.stage.daypass().args(["login", "--sso-session", "corp"]).text()?;
        listed.stage.daypass().args(["roles", "--sso-session", "corp"]).text()?;
        listed.daypass(POPULATE)?;
        listed.after = fs::read(listed.config()).map_err(|error| error.to_string())?;
        Ok(listed)
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

    /// Returns the calls of an undisturbed run, from the first that touches the backup.
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

    /// A run that succeeds has written; one that fails says so, and the file is old.
    fn failed(&self, call: &Call, error: &str) -> Result<(), String> {
        self.reset()?;
        let what = format!("{error} from {call}");
        match self.strace(&call.inject(&format!("error={error}")))? {
            (Some(0), _) => self.recover(&what, true),
            (Some(_), said) if said.contains("error: ") => self.recover(&what, false),
            (code, said) => Err(format!("{what}: exit {code:?}, {said}")),
        }
    }

    /// Checks that the file is old or new, that the next run makes it new and undo old, and that nothing else is left.
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
        // The backup of a failed or killed run must be complete.
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
