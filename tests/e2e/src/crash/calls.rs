//! The system calls of a traced run, and what strace does at one of them: kill the program, or let the call fail.

use std::{collections::HashMap, fmt, fs};
use xtask::places;

/// Calls that fail for such reasons. A failed `close` or `munmap` is no fault of a disk.
const ON_FILES: &[&str] = &[
    "chmod",
    "flock",
    "fallocate",
    "fchmod",
    "fchown",
    "fsync",
    "ftruncate",
    "getdents64",
    "mkdir",
    "newfstatat",
    "openat",
    "readlink",
    "rename",
    "statx",
    "unlink",
    "write",
];

/// How often the heap grows depends on where it begins, which is another place in each run; a kill there finds what
/// one at the next call finds.
const RANDOM: &str = "brk";

/// One system call of a run: its name, and the how-many-th of that name in the whole process it is. `Display` is both.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) name: String,
    nth: u32,
}

impl Call {
    /// Whether it touches a file, and can fail for a reason of the disk.
    pub(super) fn is_on_files(&self) -> bool {
        self.is_one_of(ON_FILES)
    }

    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    /// Options of strace that do something at this call: `signal=KILL`, `error=EIO`.
    pub(super) fn inject(&self, what: &str) -> [String; 4] {
        self.options(what, "")
    }

    /// Options of strace that do something at this call and at each later one of its name.
    pub(super) fn inject_for_good(&self, what: &str) -> [String; 4] {
        self.options(what, "+")
    }

    fn options(&self, what: &str, more: &str) -> [String; 4] {
        let Self { name, nth } = self;
        let inject = format!("inject={name}:{what}:when={nth}{more}");
        ["-o".to_owned(), "/dev/null".to_owned(), "-e".to_owned(), inject]
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.nth)
    }
}

/// An undisturbed run as strace saw it.
pub(super) struct Trace {
    /// Its lines, one for each call.
    pub(super) text: String,
    /// Its calls, from the first that mentions the mark.
    pub(super) calls: Vec<Call>,
}

/// Traces a run, which gets the options of strace. The calls begin with the first whose line holds `mark`.
pub(super) fn trace(
    name: &str,
    mark: &str,
    run: impl FnOnce(&[String]) -> Result<(), String>,
) -> Result<Trace, String> {
    let folder = places::scratch("crash").map_err(|error| error.to_string())?;
    let log = folder.join(format!("trace-{name}"));
    run(&["-o".to_owned(), log.to_string_lossy().into_owned()])?;
    let text = fs::read_to_string(&log).map_err(|error| error.to_string())?;
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let (mut calls, mut begun) = (Vec::new(), false);
    for line in text.lines() {
        let Some((name, rest)) = line.split_once('(') else { continue };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let nth = counts.entry(name).and_modify(|count| *count += 1).or_insert(1);
        begun |= rest.contains(mark);
        if begun && name != RANDOM {
            calls.push(Call { name: name.to_owned(), nth: *nth });
        }
    }
    Ok(Trace { text, calls })
}

/// Success if nothing failed, else every failure.
pub(super) fn verdict(failures: impl IntoIterator<Item = String>) -> Result<(), String> {
    let failures: Vec<String> = failures.into_iter().collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}
