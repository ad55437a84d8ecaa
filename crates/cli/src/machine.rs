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
