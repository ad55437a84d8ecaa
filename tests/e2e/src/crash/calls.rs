//! The system calls of a traced run, and the options by which strace kills the program or fails a call at one of them.

use std::{collections::HashMap, fmt, fs};
use xtask::{places, tally::Tally};

/// Calls that can fail for a reason of the disk; `close` and `munmap` do not.
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

/// The call that is left out: how often the heap grows differs from run to run, and a kill at the next call finds the
/// same state.
const RANDOM: &str = "brk";

/// One system call of a run: its name, and its number among the calls of that name. `Display` writes both.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) name: String,
    nth: u32,
}

impl Call {
    /// Says whether the call touches a file and can fail for a reason of the disk.
    pub(super) fn is_on_files(&self) -> bool {
        self.is_one_of(ON_FILES)
    }

    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    /// Returns the options of strace that inject `signal=KILL` or `error=EIO` at this call.
    pub(super) fn inject(&self, what: &str) -> [String; 4] {
        self.options(what, "")
    }

    /// Returns the options of strace that inject at this call and at each later call of its name.
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

/// The trace of an undisturbed run.
pub(super) struct Trace {
    /// Its lines, one for each call.
    pub(super) text: String,
    /// Its calls, from the first that mentions the mark.
    pub(super) calls: Vec<Call>,
}

/// Traces a run, which gets the options of strace; the calls begin with the first whose line contains `mark`.
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

/// Opens what a run works on and records its calls; reports a failure of either as a failed check.
pub(super) fn recorded<T>(
    tally: &mut Tally,
    name: &str,
    open: impl FnOnce() -> Result<T, String>,
    calls: fn(&T) -> Result<Vec<Call>, String>,
) -> Option<(T, Vec<Call>)> {
    let recorded = open().and_then(|opened| {
        let calls = calls(&opened)?;
        Ok((opened, calls))
    });
    match recorded {
        Ok(recorded) => Some(recorded),
        Err(reason) => {
            tally.check(&format!("{name}: an undisturbed run"), Err(reason));
            None
        }
    }
}

/// Checks a run at each of these calls; fails with every failure.
pub(super) fn at_each<'c>(
    calls: impl IntoIterator<Item = &'c Call>,
    check: impl Fn(&Call) -> Result<(), String>,
) -> Result<(), String> {
    verdict(calls.into_iter().filter_map(|call| check(call).err()))
}

/// Checks a run at each of these calls with each of these errors; fails with every failure.
pub(super) fn with_each_error<'c>(
    calls: impl IntoIterator<Item = &'c Call>,
    errors: &[&str],
    check: impl Fn(&Call, &str) -> Result<(), String>,
) -> Result<(), String> {
    let failures = calls.into_iter().flat_map(|call| errors.iter().map(move |error| (call, *error)));
    verdict(failures.filter_map(|(call, error)| check(call, error).err()))
}

/// Succeeds if there is no failure, else fails with all of them.
pub(super) fn verdict(failures: impl IntoIterator<Item = String>) -> Result<(), String> {
    let failures: Vec<String> = failures.into_iter().collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}
