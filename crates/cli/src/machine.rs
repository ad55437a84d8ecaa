//! This machine as the libraries want it: its clock, its entropy, its timer.

use daypass_transport::{BoxFuture, Sleep};
use std::time::{Duration, SystemTime};

/// Keeps this process's memory out of core dumps, and away from debuggers of the same user, where the system can: on Linux.
pub(crate) fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    let _unsupported = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The time of day.
#[expect(clippy::disallowed_methods, reason = "the one reading of the clock")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Waits without a runtime.
#[expect(clippy::disallowed_methods, reason = "the one place that blocks for a while")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Random bytes from the operating system. Without them no sign-in is safe, and nothing can stand in for them.
pub(crate) fn entropy(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}

/// The runtime's timer.
#[derive(Debug)]
pub(crate) struct Timer;

impl Sleep for Timer {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
