//! `crash`: a save is killed at every system call, and every call is made to fail.
//!
//! strace records the calls of one save, then kills the writer on the way into each of them, one run for each,
//! and lets each that touches a file fail in four ways. After every run a reader must see the old file or the
//! new one, whole, and the next save must leave nothing behind. The writer is the example `save` of token-cache;
//! beside it the whole program, in populate, on disks that refuse, on files that can only be overwritten, and told to
//! end while it renews a session.

mod calls;
mod in_place;
mod mount;
mod populate;
mod refresh;
mod refusals;

use crate::stage;
use calls::{Call, trace, verdict};
use std::path::PathBuf;
use xtask::{environment, places, process::Run, tally::Tally};

const KINDS: &[&str] = &["token", "registration", "role", "config"];
/// What the writer looks for right before its save, and does not find.
const MARK: &str = "the-save-begins";
const SCENES: &[&str] = &["empty", "old", "leftover", "link"];
/// Full disk, read-only mount, not allowed, broken disk.
const FAULTS: &[&str] = &["ENOSPC", "EROFS", "EACCES", "EIO"];

/// Runs all of them; arguments name the kinds.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if let Err(reason) = strace() {
        tally.skip("crash", &reason);
        return tally;
    }
    let program = ["refresh", "refusals", "in-place", "populate"];
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
        for scene in SCENES {
            let save = Save { kind, scene };
            match save.calls() {
                Err(reason) => tally.check(&format!("{kind}, {scene}"), Err(reason)),
                Ok(calls) => {
                    let on_files = calls.iter().filter(|call| call.is_on_files());
                    let killed = calls.iter().filter_map(|call| save.killed(call).err());
                    let failures = killed.chain(on_files.clone().flat_map(|call| save.failed(call)));
                    let (killed, failed) = (calls.len(), on_files.clone().count() * FAULTS.len());
                    let what = format!("{kind}, {scene}: {killed} kill points, {failed} faults");
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

/// The instrument itself: it must find the moment in which a file written in place is empty.
fn control() -> Result<(), String> {
    let save = Save { kind: "in-place", scene: "old" };
    let torn = save.calls()?.iter().filter(|call| save.killed(call).is_err()).count();
    if torn == 0 { Err("no kill point tore its file".to_owned()) } else { Ok(()) }
}

/// One kind of file in one scene.
struct Save<'a> {
    kind: &'a str,
    scene: &'a str,
}

impl Save<'_> {
    /// The calls of an undisturbed save, from its mark to the end of the process.
    fn calls(&self) -> Result<Vec<Call>, String> {
        let folder = self.prepare()?;
        let trace = trace("save", MARK, |options| self.strace(options, &folder).map(drop))?;
        self.check_order(&trace.text)?;
        // The mark itself does nothing.
        let calls: Vec<_> = trace.calls.into_iter().skip(1).collect();
        if calls.len() < 5 { Err(format!("the trace has {} calls", calls.len())) } else { Ok(calls) }
    }

    /// No kill shows what a power cut would: that data reach the disk before the name, and the name before the
    /// end; nor that nobody else can read the file from its first moment. The trace does.
    fn check_order(&self, trace: &str) -> Result<(), String> {
        let steps: &[&str] = match self.kind {
            "in-place" => return Ok(()),
            // What AWS gives again is not synced.
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

    /// Every way to fail there. A save that reports success has saved; one that fails says why, and does not panic.
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

    /// A reader, the next save, a reader.
    fn recover(&self, what: &str, folder: &PathBuf, must_be_new: bool) -> Result<(), String> {
        let seen = self.writer("recover", folder)?;
        let old = if self.scene == "empty" { "nothing" } else { "old" };
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
        let run = Run::hermetic(writer()).args([action, self.kind]).arg(folder).arg(self.scene);
        run.text().map(|text| text.trim_end().to_owned())
    }

    fn strace(&self, options: &[String], folder: &PathBuf) -> Result<(Option<i32>, String), String> {
        let run = Run::hermetic("strace").args(options).arg(writer()).args(["write", self.kind]);
        let end = run.arg(folder).arg(self.scene).finish()?;
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
