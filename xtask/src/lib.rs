//! The parts of the build tool that the end-to-end tests and the benchmarks share: child processes, paths, counts of
//! checks, and other programs to compare with.
//!
//! Like the tool itself it depends on none of our crates.
#![expect(clippy::print_stdout, reason = "checks are printed as they are made")]
#![expect(clippy::missing_panics_doc, reason = "what is expected holds in any checkout")]

pub mod copies;
pub mod environment;
pub mod packages;
pub mod peers;
pub mod places;
pub mod process;
pub mod tally;
pub mod variables;
