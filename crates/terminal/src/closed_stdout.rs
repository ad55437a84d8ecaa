//! Whether standard output was closed before this process began.

/// Rust's runtime opens `/dev/null`, for reading and writing, in place of a standard stream that is closed, so that
/// writing to it would look like success. Redirections of shells and of other languages open it for writing alone, or
/// with O_CLOEXEC. What a shell calls `>&-` is found on Linux; elsewhere nothing is.
#[cfg(target_os = "linux")]
pub(crate) fn stdout_was_closed() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, makedev};
    let stdout = std::io::stdout();
    let is_null = fstat(&stdout).is_ok_and(|stat| stat.st_rdev == makedev(1, 3));
    let ours = OFlags::RWMODE | OFlags::CLOEXEC;
    is_null && fcntl_getfl(&stdout).is_ok_and(|flags| flags & ours == OFlags::RDWR)
}

/// Not known here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn stdout_was_closed() -> bool {
    false
}
