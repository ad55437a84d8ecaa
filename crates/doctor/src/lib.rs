//! What is wrong with a home's AWS configuration and caches, for which tool, and what fixes it.
//!
//! * [`Snapshot`]: the home as a value: variables, config files, cache files, facts about files. Out of memory
//!   ([`Snapshot::new`]) or off the disk ([`Snapshot::gather`]).
//! * [`examine`]: every check over a snapshot; pure. [`examine_network`] asks the sign-in services as well.
//! * [`Finding`]: a stable code, what is wrong where, who notices it, and what fixes it: a [`Fix`] that doctor makes
//!   itself, or a [`Step`] for a person.
//! * [`Fixer`]: makes fixes on the disk. Each has been tried in memory, and is not made where another finding would
//!   come of it.
//! * [`bundle`]: counts, modes and names for a report of a fault, safe to paste.
//!
//! Nothing here reads the environment, a clock or a terminal. Times are [`SystemTime`](std::time::SystemTime), modes
//! the permission bits of Unix. The functions that touch the disk block. Findings quote names out of files, never
//! values that may be secrets; names may hold control characters, so a program cleans what it prints.
//!
//! The rules come from the AWS CLI 2, boto3 and the SDKs for Rust, JavaScript and Go, as observed; whether a profile can
//! be used is judged by `daypass-credentials` itself.

mod bundle;
mod checks;
mod edits;
mod error;
mod finding;
mod fixer;
mod gather;
mod network;
mod outcome;
mod renamed_cache_files;
mod safe_fixes;
mod snapshot;
mod view;

pub use bundle::bundle;
pub use checks::{codes, count};
pub use edits::examine;
pub use error::{Error, ErrorKind};
pub use finding::{Finding, Fix, Severity, Step};
pub use fixer::Fixer;
pub use network::examine_network;
pub use outcome::{Done, Made};
pub use snapshot::{CacheFolder, ConfigFile, FileFact, SettingsFile, Snapshot};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
