//! The config and the credentials file of AWS tools on disk: read together, and edited as a transaction.
//!
//! [`ConfigFiles::read`] reads both as [`Document`](daypass_config_parse::Document)s. [`ConfigEdit`] changes one of
//! them: the file is read under a lock, changed, and written whole, by the rules of [`daypass_files::Edit`]. An edit
//! that was planned earlier is made only if the file has not changed since ([`ConfigEdit::unless_changed`]), and can
//! write a backup by which it is undone ([`Backups`]).
//!
//! Every function is synchronous and blocks for as long as the disk takes. None reads a clock, sleeps or reads the
//! environment: a caller that waits for a lock passes the function that sleeps. An [`Error`] has a
//! [`kind`](Error::kind) and, if a command would help, a [`remedy`](Error::remedy); it never quotes a file, which may
//! hold secrets.
//!
//! Sources: botocore's `configloader` and the SDKs' shared config parsers, by way of `daypass-config-parse`.

mod backups;
mod edit;
mod error;
mod new_regions;
mod read;

pub use backups::{Backup, Backups};
pub use edit::ConfigEdit;
pub use error::{Error, ErrorKind};
pub use new_regions::new_regions;
pub use read::ConfigFiles;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
