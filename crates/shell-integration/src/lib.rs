//! What `daypass init` adds to a shell, and what loads it.
//!
//! [`script`] is the integration of a [`Shell`]: `daypass use`, and completion of commands, options and of the names in the
//! config files. [`credential_lines`] are credentials as a shell takes them. [`StartFile`] finds the lines of start files that load it; other lines that name daypass are a person's own.
//! Files are read below a given home and never written; no shell is started.

mod credential_lines;
mod script;
mod shell;
mod start_file;

pub use credential_lines::credential_lines;
pub use script::script;
pub use shell::Shell;
pub use start_file::StartFile;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
