//! The clock and the entropy of this machine, which the libraries take as arguments.

use std::time::{Duration, SystemTime};

/// Keeps the memory of this process out of core dumps and away from debuggers of its user; on Linux only.
pub(crate) fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    let _unsupported = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The current time.
#[expect(clippy::disallowed_methods, reason = "the one reading of the clock")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Blocks the thread for this time.
#[expect(clippy::disallowed_methods, reason = "the one place that blocks for a while")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Fills the buffer with random bytes of the operating system. Without them no sign-in is safe, so a failure panics.
pub(crate) fn entropy(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}

/// The terminal session that a person works in: the id of its first process, and on Linux when that started, since ids come
/// again. `None` where there are no sessions, or where it is one of another PID namespace, which many terminals may share.
#[cfg(target_os = "linux")]
pub(crate) fn terminal_session() -> Option<String> {
    // What comes behind the name of a process, which may hold anything.
    let fields = |process: &str, index: usize| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(index).map(str::to_owned)
    };
    // Not by `getsid`, whose answer rustix takes for positive always.
    let id = fields("self", 3).filter(|id| id != "0")?;
    let started = fields(&id, 19).unwrap_or_default();
    Some(format!("{id} {started}"))
}

#[cfg(all(unix, not(target_os = "linux")))]
pub(crate) fn terminal_session() -> Option<String> {
    rustix::process::getsid(None).ok().map(|id| id.to_string())
}

#[cfg(not(unix))]
pub(crate) fn terminal_session() -> Option<String> {
    None
}

/// The id of the user, for a log of this machine.
pub(crate) fn user() -> String {
    #[cfg(unix)]
    return rustix::process::getuid().as_raw().to_string();
    #[cfg(not(unix))]
    String::new()
}
