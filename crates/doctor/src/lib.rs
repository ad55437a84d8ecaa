//! Finds faults in AWS config files, caches and environment, says which tools they affect, and fixes them.
//!
//! * [`Snapshot`]: a home folder as a value: variables, config files, cache files, facts about files; from memory
//!   ([`Snapshot::new`]) or from disk ([`Snapshot::gather`]).
//! * [`examine`]: runs every check over a snapshot; pure. [`examine_network`] calls the sign-in services.
//! * [`Finding`]: a stable code, the fault and its place, the affected tools, and a [`Fix`] that doctor makes or a
//!   [`ManualStep`] for a person.
//! * [`Fixer`]: makes fixes on disk. Each is tried in memory first, and not made if it would cause another finding.
//! * [`bundle`]: writes counts, modes and names for a fault report, safe to paste.
//!
//! The crate reads no environment, clock or terminal. Times are [`SystemTime`](std::time::SystemTime), modes are Unix
//! permission bits. Functions that use the disk block. Findings quote names from files, never values that may be
//! secrets; names can hold control characters, so clean them before a terminal shows them.
//!
//! The rules are the observed behaviour of the AWS CLI 2, boto3 and the SDKs for Rust, JavaScript and Go; the resolver
//! of `daypass-credentials` judges whether a profile can be used.

mod bundle;
mod checks;
mod edits;
mod error;
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
pub use daypass_findings::{Finding, Fix, ManualStep, Severity};
pub use edits::examine;
pub use error::{Error, ErrorKind};
pub use fixer::Fixer;
pub use network::examine_network;
pub use outcome::{AppliedFix, FixOutcome};
pub use snapshot::{CacheFolder, ConfigFile, FileFact, Snapshot};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
