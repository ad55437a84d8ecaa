//! The config and the credentials file of AWS tools on disk: read together, and edited as a transaction.
//!
//! [`ConfigFiles::read`] gives both as [`Document`](daypass_config_parse::Document)s. [`ConfigEdit`] changes one: the file
//! is read anew under a lock that every editor takes, changed, and written whole, by the rules of
//! [`daypass_files::Edit`]. An edit that was planned on the file as it was is not made in another
//! ([`ConfigEdit::unless_moved`]), and keeps what takes it back ([`Backups`]).
//!
//! Everything is synchronous and blocks for as long as the disk does. Nothing here reads a clock, sleeps or looks at the
//! environment: whoever waits for a lock passes the function that sleeps. An [`Error`] has a [`kind`](Error::kind) and,
//! where a command would help, a [`remedy`](Error::remedy); it never quotes what stands in a file, which may be secrets.
//!
//! Sources: botocore's `configloader` and the SDKs' shared config parsers, by way of `daypass-config-parse`.

mod backups;
mod edit;
mod error;
mod read;

pub use backups::{Backup, Backups};
pub use edit::ConfigEdit;
pub use error::{Error, ErrorKind};
pub use read::ConfigFiles;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
