//! What an examination of AWS configuration reports: [`Finding`], with a [`Fix`] that a program makes or a [`ManualStep`]
//! that a person takes.
//!
//! The crate has the words and no check: those are in `daypass-doctor` and in the crates whose files they are about. Modes are
//! Unix permission bits, lines begin with 1. No errors, no files, no network.

mod finding;

pub use finding::{Finding, Fix, ManualStep, Severity};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
