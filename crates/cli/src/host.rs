//! This machine as the libraries want it: its clock, its entropy, its timer.

use crate::format::time;
use daypass_transport::{BoxFuture, Sleep};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

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

/// How far AWS's clock is ahead of this machine's, in seconds, by the last answer that told.
#[derive(Debug, Default)]
pub(crate) struct Skew(AtomicI64);

impl Skew {
    /// Less is what slow answers and coarse headers make.
    const TOLERANCE: u64 = 60;

    /// Takes note of what an answer tells.
    pub(crate) fn learn(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// What to say of it, where there is anything.
    pub(crate) fn words(&self) -> Option<String> {
        let skew = self.0.load(Ordering::Relaxed);
        let by = Duration::from_secs(skew.unsigned_abs());
        let side = if skew > 0 { "behind" } else { "ahead of" };
        (by.as_secs() > Self::TOLERANCE)
            .then(|| format!("this machine's clock is {} {side} AWS's; set it right first", time::span(by)))
    }
}
