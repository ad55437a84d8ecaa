//! The end of the relay: half a second after that of the process that it serves, however that one ended.

use std::{process, thread, time::Duration};

/// How often the parent is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// Ends this process soon after its parent is another one than `parent`, which has ended then.
#[cfg(unix)]
pub(crate) fn end_with(parent: u32) {
    thread::spawn(move || {
        while std::os::unix::process::parent_id() == parent {
            thread::sleep(EVERY);
        }
        end();
    });
}

/// Ends this process with the process that has started it.
pub(crate) fn end_with_parent() {
    #[cfg(unix)]
    end_with(std::os::unix::process::parent_id());
    #[cfg(not(unix))]
    let _unknown = (EVERY, thread::sleep);
}

/// Ends this process, and with it the listener.
#[expect(clippy::exit, reason = "the thread that listens waits for clients, and nothing is left to save")]
pub(crate) fn end() -> ! {
    process::exit(0)
}
