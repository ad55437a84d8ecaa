//! Kills the program, or fails its calls, while it writes a config file that is a mount of its own.
//!
//! Such a file can only be overwritten. A kill in the middle leaves the file torn, with a copy of the old file in the state
//! folder. A call that fails leaves the old file; if calls keep failing (a broken disk), the message names the copy.

use super::{
    calls::{Call, recorded, trace, verdict, with_each_error},
    mount::Mount,
};
use crate::stage::Stage;
use std::{fs, path::PathBuf};
use xtask::{
    places,
    process::{Finished, Run},
    tally::Tally,
};

/// Errors to inject: full disk, size limit, broken disk, no permission.
const FAULTS: &[&str] = &["ENOSPC", "EFBIG", "EIO", "EACCES"];
/// The old config, longer than the new one, so that there is a moment in which the file is neither.
const BEFORE: &str = "[sso-session corp]\nsso_start_url = https://an-address-that-is-much-longer-than-the-one-which-takes-its-place-and-all.awsapps.com/start\n\
                      sso_region = eu-west-1\n\n[profile mine]\nregion = eu-north-1\n";
const EDIT: &[&str] = &[
    "configure",
    "sso-session",
    "--sso-session",
    "corp",
    "--sso-start-url",
    "https://d-9067000018.awsapps.com/start",
    "--sso-region",
    "eu-west-1",
    "--no-input",
];

pub(super) fn run(tally: &mut Tally) {
    let Some((config, calls)) = recorded(tally, "in place", MountedConfig::open, MountedConfig::calls) else {
        return;
    };
    let killed: Vec<_> = calls.iter().map(|call| config.killed(call)).collect();
    let torn = killed.iter().filter(|end| matches!(end, Ok(true))).count();
    let killed = verdict(killed.into_iter().filter_map(Result::err));
    tally.check(&format!("in place: {} kill points", calls.len()), killed);
    let caught = if torn > 0 { Ok(()) } else { Err("no kill point tore the file".to_owned()) };
    tally.check("control: a torn file is found, with its copy", caught);
    let on_files = calls.iter().filter(|call| call.is_on_files());
    let once =
        with_each_error(on_files.clone(), FAULTS, |call, error| config.failed(call, error, Call::inject));
    tally.check(&format!("in place: {} faults", on_files.clone().count() * FAULTS.len()), once);
    // After the first overwritten byte every write fails.
    let writes = on_files.filter(|call| call.is_one_of(&["fsync", "ftruncate"]));
    let lasting = with_each_error(writes.clone(), FAULTS, |call, error| {
        config.failed(call, error, Call::inject_for_good)
    });
    tally.check(&format!("in place: {} lasting faults", writes.count() * FAULTS.len()), lasting);
}

/// A home whose config file is a mount of its own.
struct MountedConfig {
    stage: Stage,
    outside: PathBuf,
    after: Vec<u8>,
    _mount: Mount,
}

impl MountedConfig {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("crash-in-place")?;
        let (outside, path) = (stage.home.join("outside"), stage.home.join(".aws/config"));
        let explain = |error: std::io::Error| error.to_string();
        fs::write(&outside, BEFORE).map_err(explain)?;
        fs::write(&path, "").map_err(explain)?;
        let mount = Mount::bind(&outside, &path)?;
        let mut config = Self { stage, outside, after: Vec::new(), _mount: mount };
        config.stage.daypass().args(EDIT).text()?;
        config.after = fs::read(&config.outside).map_err(explain)?;
        Ok(config)
    }

    fn reset(&self) -> Result<(), String> {
        drop(fs::remove_dir_all(self.rescue()));
        // The file is the source of the mount, so it must not be replaced.
        let file = fs::File::options().write(true).truncate(true).open(&self.outside);
        file.and_then(|mut file| std::io::Write::write_all(&mut file, BEFORE.as_bytes()))
            .map_err(|error| error.to_string())
    }

    fn rescue(&self) -> PathBuf {
        self.stage.home.join(".local/state/daypass/rescue")
    }

    fn copies(&self) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(self.rescue()).into_iter().flatten().flatten();
        entries.filter_map(|entry| fs::read(entry.path()).ok()).collect()
    }

    fn strace(&self, options: &[String]) -> Result<Finished, String> {
        let run = Run::hermetic("strace").env("HOME", &self.stage.home).args(options);
        run.arg(places::program("daypass")).args(EDIT).finish()
    }

    /// Returns the calls of an undisturbed run, from the call that finds that the file cannot be replaced.
    fn calls(&self) -> Result<Vec<Call>, String> {
        self.reset()?;
        let calls = trace("in-place", "EBUSY", |options| self.strace(options).map(drop))?.calls;
        let made_room = calls.iter().any(|call| call.name == "fallocate");
        if made_room { Ok(calls) } else { Err(format!("no room is made in {} calls", calls.len())) }
    }

    /// Kills a run; the file must be old, new, or torn with a copy of the old one. Returns whether it was torn.
    fn killed(&self, call: &Call) -> Result<bool, String> {
        self.reset()?;
        let end = self.strace(&call.inject("signal=KILL"))?;
        let what = format!("killed at {call}");
        let seen = fs::read(&self.outside).map_err(|error| error.to_string())?;
        let is_kept = self.copies().iter().any(|copy| copy == BEFORE.as_bytes());
        if end.status.success() {
            return Err(format!("{what}: it was not"));
        }
        let is_torn = seen != self.after && seen != BEFORE.as_bytes();
        if is_torn && !is_kept { Err(format!("{what}: torn, and no copy")) } else { Ok(is_torn) }
    }

    /// A run that succeeds has written; one that fails says truly what it left.
    fn failed(&self, call: &Call, error: &str, inject: fn(&Call, &str) -> [String; 4]) -> Result<(), String> {
        self.reset()?;
        let options = inject(call, &format!("error={error}"));
        let what = options.concat();
        let end = self.strace(&options)?;
        let seen = fs::read(&self.outside).map_err(|error| error.to_string())?;
        let (is_old, is_new) = (seen == BEFORE.as_bytes(), seen == self.after);
        let is_kept = self.copies().iter().any(|copy| copy == BEFORE.as_bytes());
        let unchanged = end.stderr.contains("it is as it was") || end.stderr.contains("were put back");
        let damaged = end.stderr.contains("it may be damaged") && end.stderr.contains("rescue/");
        let is_true = match end.status.code() {
            Some(0) => is_new,
            _ if unchanged => is_old,
            _ if damaged => is_kept,
            // It failed before it wrote, or after it had written.
            _ => (is_old || is_new) && end.stderr.contains("error: "),
        };
        match is_true {
            true => Ok(()),
            false => Err(format!("{what}: old {is_old}, new {is_new}, kept {is_kept}: {}", end.stderr)),
        }
    }
}
