//! What may follow on a command line that clap reads, for every shell.
//!
//! [`complete`] walks a definition along the words that are typed and answers what fits the last one. Names that only the
//! program knows come from a function. [`typed::Line`] is a line as bash hands it over. Nothing is read or printed, no
//! shell is started; there is no error: what makes no sense has no candidates.

mod complete;
pub mod typed;

pub use complete::{Answer, Candidate, complete};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
