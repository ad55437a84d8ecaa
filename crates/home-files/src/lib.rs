//! The config, credentials and settings files of a home, as a command at a terminal reads and changes them.
//!
//! [`HomeFiles`] joins what the crates below do apart: `daypass-config-files` reads and edits, `daypass-populate` makes backups and
//! undoes them, `daypass-reports` says what failed. A planned edit is made only if the file has not changed since it was planned.
//!
//! Every function blocks for as long as the disk takes, or another editor holds its lock; it waits by the function
//! [`pause`](HomeFiles::pause). Nothing here reads the environment or the clock. A [`Report`](daypass_reports::Report) names the
//! file as a person writes it, and never quotes it.

mod edit;
mod planned;
mod read;

pub use edit::{HomeFiles, Judge};
pub use planned::{read_backup, shown_changes, unchangeable};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
