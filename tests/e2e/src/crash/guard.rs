//! Kills a command that takes guarded credentials at every system call from the first that touches the guard's log, and fails
//! every call that touches a file: the log keeps its lines, and nothing is handed out that is not in it.

use super::calls::{Call, at_each, recorded, trace, with_each_error};
use crate::stage::Stage;
use std::{fs, path::PathBuf};
use xtask::{places, process::Run, tally::Tally};

const FAULTS: &[&str] = &["ENOSPC", "EACCES", "EIO"];
const TAKE: &[&str] = &["credentials", "--profile", "prod", "--format", "env", "--i-mean", "prod", "--quiet"];
const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
    sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\
    [profile prod]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSPowerUserAccess\n";
/// A log as it was, whose last line has lost its end.
const BEFORE: &str = "{\"profile\":\"one\"}\n{\"profile\":\"tw";

pub(super) fn run(tally: &mut Tally) {
    let Some((home, calls)) = recorded(tally, "guard", GuardedHome::open, GuardedHome::calls) else {
        return;
    };
    let killed = at_each(&calls, |call| home.killed(call));
    tally.check(&format!("the guard's log: {} kill points", calls.len()), killed);
    let on_files = calls.iter().filter(|call| call.is_on_files());
    let failed = with_each_error(on_files.clone(), FAULTS, |call, error| home.failed(call, error));
    tally.check(&format!("the guard's log: {} faults", on_files.count() * FAULTS.len()), failed);
}

/// A home with a guarded role whose credentials are cached.
struct GuardedHome {
    /// Keeps the simulator running.
    _stage: Stage,
    home: PathBuf,
}

impl GuardedHome {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("crash-guard")?;
        let home = stage.home.clone();
        let write = |path: &str, text: &str| {
            let path = home.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&home)).map_err(|error| error.to_string())?;
            fs::write(path, text).map_err(|error| error.to_string())
        };
        write(".aws/config", CONFIG)?;
        stage.daypass().args(["login", "--sso-session", "corp"]).text()?;
        stage.daypass().args(["credentials", "--profile", "prod"]).text()?;
        write(".config/daypass/settings.toml", "[guard.\"1111*\"]\nask = \"yes\"\n")?;
        Ok(Self { _stage: stage, home })
    }

    fn log(&self) -> PathBuf {
        self.home.join(".local/state/daypass/guard.log")
    }

    fn reset(&self) -> Result<(), String> {
        fs::write(self.log(), BEFORE).map_err(|error| error.to_string())
    }

    fn strace(&self, options: &[String]) -> Result<(Option<i32>, String, String), String> {
        let run = Run::hermetic("strace").env("HOME", &self.home).args(options);
        let end = run.arg(places::program("daypass")).args(TAKE).finish()?;
        Ok((end.status.code(), end.stdout, end.stderr))
    }

    fn calls(&self) -> Result<Vec<Call>, String> {
        self.reset()?;
        let calls = trace("guard", "guard.log", |options| self.strace(options).map(drop))?.calls;
        let writes = calls.iter().filter(|call| call.name == "write").count();
        self.entries("undisturbed", true)?;
        if writes >= 2 { Ok(calls) } else { Err(format!("{writes} writes in {} calls", calls.len())) }
    }

    fn killed(&self, call: &Call) -> Result<(), String> {
        self.reset()?;
        let (code, given, _) = self.strace(&call.inject("signal=KILL"))?;
        let what = format!("killed at {call}");
        if code == Some(0) {
            return Err(format!("{what}: it was not"));
        }
        self.recover(&what, given.contains("AWS_SECRET"))
    }

    fn failed(&self, call: &Call, error: &str) -> Result<(), String> {
        self.reset()?;
        let what = format!("{error} from {call}");
        match self.strace(&call.inject(&format!("error={error}")))? {
            (Some(_), given, said) if given.is_empty() && !said.contains("error: ") => {
                Err(format!("{what}: nothing is given, and nothing said"))
            }
            (Some(_), given, _) => self.recover(&what, given.contains("AWS_SECRET")),
            (code, _, said) => Err(format!("{what}: exit {code:?}, {said}")),
        }
    }

    /// The log is as it was, or has one whole line more; then the next run adds one.
    fn recover(&self, what: &str, is_given: bool) -> Result<(), String> {
        let entries = self.entries(what, is_given)?;
        Run::hermetic(places::program("daypass")).env("HOME", &self.home).args(TAKE).text()?;
        let after = self.entries(what, true)?;
        if after == entries + 1 { Ok(()) } else { Err(format!("{what}: {entries} entries, then {after}")) }
    }

    /// Counts the entries of this command; fails where the log is torn, or lacks what was given out.
    fn entries(&self, what: &str, is_given: bool) -> Result<usize, String> {
        let text = fs::read_to_string(self.log()).map_err(|error| format!("{what}: {error}"))?;
        let added = text.strip_prefix(BEFORE).ok_or_else(|| format!("{what}: old lines are gone: {text}"))?;
        let lines: Vec<&str> = added.lines().filter(|line| !line.is_empty()).collect();
        let is_whole = |line: &&str| {
            line.starts_with('{') && line.ends_with('}') && line.contains("\"profile\":\"prod\"")
        };
        if !lines.iter().all(is_whole) || (!added.is_empty() && !added.starts_with('\n')) {
            return Err(format!("{what}: a line is torn: {added}"));
        }
        if is_given && lines.is_empty() {
            return Err(format!("{what}: credentials were given that are not in the log"));
        }
        Ok(lines.len())
    }
}
