//! The system calls that an instrument lets fail, and those that differ from run to run.

/// Calls that fail for such reasons. A failed `close` or `munmap` is no fault of a disk.
pub(super) const ON_FILES: &[&str] = &[
    "chmod",
    "flock",
    "fallocate",
    "fchmod",
    "fchown",
    "fsync",
    "ftruncate",
    "getdents64",
    "mkdir",
    "newfstatat",
    "openat",
    "readlink",
    "rename",
    "statx",
    "unlink",
    "write",
];

/// How often the heap grows depends on where it begins, which is another place in each run; a kill there finds what
/// one at the next call finds.
pub(super) const RANDOM: &str = "brk";
