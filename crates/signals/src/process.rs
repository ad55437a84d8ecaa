//! The end of another process, which is not a child.

use daypass_transport::Sleep;
use std::time::Duration;

/// How often it is checked whether the process still exists.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// Waits until a process has ended, or for ever without one; it is looked for twice a second. On Windows no process is found.
pub async fn end_of_process(process: Option<u32>, timer: &dyn Sleep) {
    match process {
        Some(process) => {
            while is_there(process) {
                timer.sleep(CHECK_INTERVAL).await;
            }
        }
        None => std::future::pending().await,
    }
}

#[cfg(unix)]
fn is_there(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // A process that may not be signalled, such as `sudo`, exists, too.
    process.is_some_and(|process| {
        !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH))
    })
}

#[cfg(not(unix))]
fn is_there(_: u32) -> bool {
    false
}
