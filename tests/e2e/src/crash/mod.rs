//! `crash`: kills a save at every system call, and fails every call.
//!
//! strace records the calls of one save, then kills the writer at each of them, one run per call, and fails each call that
//! touches a file with four errors. After every run a reader must see the whole old file or the whole new one, and the
//! next save must leave nothing else. The writer is the example `save` of token-cache. The program itself is tested in
//! populate, with the log of the guard, with the vault, on failing disks, on files that can only be overwritten, and with signals during a refresh.

mod calls;
mod guard;
mod in_place;
mod mount;
mod populate;
mod refresh;
mod refusals;
mod vault;

use crate::stage;
use calls::{Call, trace, verdict};
use std::path::PathBuf;
use xtask::{environment, places, process::Run, tally::Tally};

const KINDS: &[&str] = &["token", "registration", "role", "login", "config"];
/// The file that the writer looks for right before its save, which does not exist.
const MARK: &str = "the-save-begins";
/// The states of the file before a save.
const STATES: &[&str] = &["empty", "old", "leftover", "link"];
/// Errors to inject: full disk, read-only mount, no permission, broken disk.
const FAULTS: &[&str] = &["ENOSPC", "EROFS", "EACCES", "EIO"];

/// Runs all kinds, or those that the arguments name.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if let Err(reason) = strace() {
        tally.skip("crash", &reason);
        return tally;
    }
    let program = ["refresh", "refusals", "in-place", "populate", "guard", "vault"];
    if arguments.first().is_none_or(|kind| program.contains(&kind.as_str())) {
        let is_asked = |name| arguments.first().is_none_or(|kind| kind == name);
        match stage::build() {
            Ok(()) => {
                if let Err(reason) = mount::is_possible() {
                    tally.skip("crash: files that are mounts, disks that refuse", &reason);
                } else {
                    if is_asked("refusals") {
                        refusals::run(&mut tally);
                    }
                    if is_asked("in-place") {
                        in_place::run(&mut tally);
                    }
                }
                if is_asked("refresh") {
                    refresh::run(&mut tally);
                }
                if is_asked("populate") {
                    populate::run(&mut tally);
                }
                if is_asked("guard") {
                    guard::run(&mut tally);
                }
                if is_asked("vault") {
                    vault::run(&mut tally);
                }
            }
            Err(reason) => tally.check("daypass and its simulator are built", Err(reason)),
        }
        if !arguments.is_empty() {
            return tally;
        }
    }
    let build = ["build", "--quiet", "--locked", "-p", "daypass-token-cache", "--example", "save"];
    if let Err(reason) = Run::cargo().args(build).show() {
        tally.check("build the writer", Err(reason));
        return tally;
    }
    let asked: Vec<&str> = arguments.iter().map(String::as_str).collect();
    tally.check("control: a writer that writes in place is caught", control());
    let (mut kills, mut faults) = (0, 0);
    for kind in if asked.is_empty() { KINDS.to_vec() } else { asked } {
        for state in STATES {
            let save = Save { kind, state };
            match save.calls() {
                Err(reason) => tally.check(&format!("{kind}, {state}"), Err(reason)),
                Ok(calls) => {
                    let on_files = calls.iter().filter(|call| call.is_on_files());
                    let killed = calls.iter().filter_map(|call| save.killed(call).err());
                    let failures = killed.chain(on_files.clone().flat_map(|call| save.failed(call)));
                    let (killed, failed) = (calls.len(), on_files.clone().count() * FAULTS.len());
                    let what = format!("{kind}, {state}: {killed} kill points, {failed} faults");
                    tally.check(&what, verdict(failures));
                    kills += killed;
                    faults += failed;
                }
            }
        }
    }
    println!("{kills} kill points and {faults} faults tried");
    tally
}

/// The control: some kill must find a file that is written in place torn.
fn control() -> Result<(), String> {
    let save = Save { kind: "in-place", state: "old" };
    let torn = save.calls()?.iter().filter(|call| save.killed(call).is_err()).count();
    if torn == 0 { Err("no kill point tore its file".to_owned()) } else { Ok(()) }
}

/// The save of one kind of file, from one state.
struct Save<'a> {
    kind: &'a str,
    state: &'a str,
}

impl Save<'_> {
    /// Returns the calls of an undisturbed save, from its mark to the end of the process.
    fn calls(&self) -> Result<Vec<Call>, String> {
        let folder = self.prepare()?;
        let trace = trace("save", MARK, |options| self.strace(options, &folder).map(drop))?;
        self.check_order(&trace.text)?;
        // The mark itself does nothing.
        let calls: Vec<_> = trace.calls.into_iter().skip(1).collect();
        if calls.len() < 5 { Err(format!("the trace has {} calls", calls.len())) } else { Ok(calls) }
    }

    /// Checks the order of calls, which no kill shows: data is synced before the rename, the rename before the end, and the
    /// file is private from its creation.
    fn check_order(&self, trace: &str) -> Result<(), String> {
        let steps: &[&str] = match self.kind {
            "in-place" => return Ok(()),
            // Files that AWS can issue again are not synced.
            "role" | "registration" => &["O_CREAT|O_EXCL|O_CLOEXEC, 0600", "write(", "rename("],
            _ => &["O_CREAT|O_EXCL|O_CLOEXEC, 0600", "write(", "fsync(", "rename(", "fsync("],
        };
        let mut lines = trace.lines().skip_while(|line| !line.contains(MARK));
        match steps.iter().find(|step| !lines.any(|line| line.contains(**step))) {
            None => Ok(()),
            Some(step) => Err(format!("no {step} in its place, of {steps:?}")),
        }
    }

    fn killed(&self, call: &Call) -> Result<(), String> {
        let folder = self.prepare()?;
        let (code, _) = self.strace(&call.inject("signal=KILL"), &folder)?;
        let what = format!("killed at {call}");
        if code == Some(0) {
            return Err(format!("{what}: it was not"));
        }
        self.recover(&what, &folder, false)
    }

    /// Fails a call with each error: a save that succeeds has saved; one that fails says why, and does not panic.
    fn failed(&self, call: &Call) -> Vec<String> {
        let fail = |error: &str| {
            let folder = self.prepare()?;
            let (code, output) = self.strace(&call.inject(&format!("error={error}")), &folder)?;
            let what = format!("{error} from {call}");
            let expected = match (call.name.as_str(), error) {
                ("write" | "fsync", "ENOSPC") => "Some(Full)",
                ("mkdir" | "rename", "EROFS") => "Some(ReadOnly)",
                ("mkdir" | "rename", "EACCES") => "Some(Denied)",
                _ => "",
            };
            match code {
                Some(0) => self.recover(&what, &folder, true),
                Some(1) if output.contains(expected) => self.recover(&what, &folder, false),
                _ => Err(format!("{what}: exit {code:?}, {output}")),
            }
        };
        FAULTS.iter().filter_map(|error| fail(error).err()).collect()
    }

    /// Reads, saves again, and reads again.
    fn recover(&self, what: &str, folder: &PathBuf, must_be_new: bool) -> Result<(), String> {
        let seen = self.writer("recover", folder)?;
        let old = if self.state == "empty" { "nothing" } else { "old" };
        let is_new = seen == "new then new, 0 left over";
        if is_new || (!must_be_new && seen == format!("{old} then new, 0 left over")) {
            Ok(())
        } else {
            Err(format!("{what}: {seen}"))
        }
    }

    fn prepare(&self) -> Result<PathBuf, String> {
        let folder = places::fresh("crash/home").map_err(|error| error.to_string())?;
        self.writer("prepare", &folder)?;
        Ok(folder)
    }

    fn writer(&self, action: &str, folder: &PathBuf) -> Result<String, String> {
        let run = Run::hermetic(writer()).args([action, self.kind]).arg(folder).arg(self.state);
        run.text().map(|text| text.trim_end().to_owned())
    }

    fn strace(&self, options: &[String], folder: &PathBuf) -> Result<(Option<i32>, String), String> {
        let run = Run::hermetic("strace").args(options).arg(writer()).args(["write", self.kind]);
        let end = run.arg(folder).arg(self.state).finish()?;
        Ok((end.status.code(), format!("{}{}", end.stdout, end.stderr)))
    }
}

fn writer() -> PathBuf {
    places::target().join("debug/examples/save")
}

fn strace() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("it takes strace, which is of Linux".to_owned());
    }
    environment::tool("strace", &["-o", "/dev/null", "true"])
}
