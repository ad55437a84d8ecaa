//! Tries again while another program has a file open: Windows then replaces, removes or opens it for nobody.
//!
//! Programs that open files without sharing them (virus scanners, backup, indexers, the C runtime, Python) close them
//! within moments. Elsewhere nothing waits: an open file can be replaced and removed.

#[cfg(any(windows, test))]
use crate::Backoff;
use crate::WritePolicy;
use std::{io, time::Duration};

/// The time for a file that cannot be made again: a token whose refresh token has been used is lost with its file.
const IRREPLACEABLE: Duration = Duration::from_secs(10);
/// The time for a file that can be fetched or written again.
const REPLACEABLE: Duration = Duration::from_secs(2);

/// How long a write of this kind waits for another program to close the file.
pub(crate) fn patience(policy: WritePolicy) -> Duration {
    if policy == WritePolicy::Private { IRREPLACEABLE } else { REPLACEABLE }
}

/// Makes an attempt, and on Windows makes it again for up to two seconds while another program has the file open: for
/// callers that remove or rename files of this crate's.
///
/// ```
/// use daypass_files::while_held;
///
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("token.json");
/// drop(daypass_files::create_private_file(&file)?);
/// while_held(|| std::fs::remove_file(&file))?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// The last error of the attempt.
pub fn while_held<T>(attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for_at_most(REPLACEABLE, may_be_held, attempt)
}

/// Opens a file for reading, and on Windows tries again while another program keeps it to itself.
pub(crate) fn opened<T>(attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for_at_most(REPLACEABLE, is_held, attempt)
}

/// Makes an attempt, and on Windows makes it again while another program may have the file open.
#[cfg(windows)]
pub(crate) fn for_at_most<T>(
    at_most: Duration,
    is_held: fn(&io::Error) -> bool,
    attempt: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    #[expect(
        clippy::disallowed_methods,
        reason = "what waits is the system's rename, which has no other way to wait for a file to be closed"
    )]
    again(at_most, is_held, &mut std::thread::sleep, attempt)
}

/// Makes an attempt: an open file is in nobody's way.
#[cfg(not(windows))]
pub(crate) fn for_at_most<T>(
    _: Duration,
    _: fn(&io::Error) -> bool,
    mut attempt: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    attempt()
}

/// Whether a file cannot be replaced or removed because somebody has it open. Windows reports that as a file that may not
/// be shared, and a rename onto an open file as one without permission.
pub(crate) fn may_be_held(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    cfg!(windows) && (error.raw_os_error() == Some(ACCESS_DENIED) || is_held(error))
}

/// Whether a file cannot be opened because somebody does not share it, or has locked what would be read.
pub(crate) fn is_held(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Makes an attempt, and makes it again in the steps of [`Backoff`] while it fails so.
#[cfg(any(windows, test))]
fn again<T>(
    at_most: Duration,
    is_held: fn(&io::Error) -> bool,
    sleep: &mut dyn FnMut(Duration),
    mut attempt: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    for wait in Backoff::new(at_most) {
        match attempt() {
            Err(error) if is_held(&error) => sleep(wait),
            done => return done,
        }
    }
    attempt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w1_a_held_file_is_tried_again_until_the_time_is_over() {
        // The attempt fails `failures` times with this kind, then succeeds.
        let check = |kind: io::ErrorKind, failures: u32, is_done: bool, waited: bool| {
            let (mut tried, mut slept) = (0, Duration::ZERO);
            let is_held = |error: &io::Error| error.kind() == io::ErrorKind::PermissionDenied;
            let done = again(REPLACEABLE, is_held, &mut |wait| slept += wait, || {
                tried += 1;
                if tried > failures { Ok(()) } else { Err(kind.into()) }
            });
            assert_eq!((done.is_ok(), slept > Duration::ZERO), (is_done, waited), "{kind:?} {failures}");
            assert!(slept <= REPLACEABLE, "{slept:?}");
        };
        check(io::ErrorKind::PermissionDenied, 0, true, false);
        check(io::ErrorKind::PermissionDenied, 20, true, true);
        check(io::ErrorKind::PermissionDenied, u32::MAX, false, true);
        check(io::ErrorKind::StorageFull, 1, false, false);
    }

    #[test]
    fn what_cannot_be_made_again_is_waited_for_longest() {
        assert!(patience(WritePolicy::Private) > patience(WritePolicy::Refetchable));
        assert_eq!(patience(WritePolicy::UserFile), REPLACEABLE);
    }

    #[test]
    fn w1_w8_the_errors_of_windows_for_an_open_file() {
        for (code, replacing, opening) in
            [(5, true, false), (32, true, true), (33, true, true), (2, false, false)]
        {
            let error = io::Error::from_raw_os_error(code);
            let expected = (cfg!(windows) && replacing, cfg!(windows) && opening);
            assert_eq!((may_be_held(&error), is_held(&error)), expected, "{code}");
        }
    }
}
