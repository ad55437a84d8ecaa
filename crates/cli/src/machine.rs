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
/// again. `None` where there are no sessions.
pub(crate) fn terminal_session() -> Option<String> {
    #[cfg(unix)]
    {
        let id = rustix::process::getsid(None).ok()?.as_raw_nonzero();
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // What comes behind the name, which may hold anything: the start is the twentieth field there.
        let started = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19));
        Some(format!("{id} {}", started.unwrap_or_default()))
    }
    #[cfg(not(unix))]
    None
}

/// The id of the user, for a log of this machine.
pub(crate) fn user() -> String {
    #[cfg(unix)]
    return rustix::process::getuid().as_raw().to_string();
    #[cfg(not(unix))]
    String::new()
}
