//! Detects whether standard output was closed before this process started.

/// Says whether standard output was closed (`>&-` in a shell).
///
/// Rust's runtime opens `/dev/null` for reading and writing in place of a closed standard stream, so writes to it
/// succeed. Shells and other languages that redirect to `/dev/null` open it for writing only, or with O_CLOEXEC.
#[cfg(target_os = "linux")]
pub(crate) fn stdout_was_closed() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, makedev};
    let stdout = std::io::stdout();
    let is_null = fstat(&stdout).is_ok_and(|stat| stat.st_rdev == makedev(1, 3));
    let ours = OFlags::RWMODE | OFlags::CLOEXEC;
    is_null && fcntl_getfl(&stdout).is_ok_and(|flags| flags & ours == OFlags::RDWR)
}

/// Returns false: only Linux tells.
#[cfg(not(target_os = "linux"))]
pub(crate) fn stdout_was_closed() -> bool {
    false
}
