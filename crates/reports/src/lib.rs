//! Reports of failed commands: what failed, on what, why, the command that fixes it, and an exit code.
//!
//! A [`Report`] is a [`Failure`] with an [`Exit`]. The errors of the libraries become reports here, so that the exit code and the
//! words for a refusal, an expired sign-in or a missing network are decided once: by `From` where the error says all, else by
//! a function that takes what the error does not know, such as the clock's skew.
//!
//! What fixes a failure is a [`Remedy`](daypass_sso_types::Remedy) until the report is shown. [`Report::show`] makes a command line
//! of it by the [`OwnLine`](daypass_command_lines::OwnLine) of the program, which says how it was called and what it accepts.
//!
//! What a report quotes is cleaned of control characters when it is added. Nothing here reads a file, the environment or the
//! clock, and nothing waits.

pub mod exit;
mod failure;
mod of_libraries;
mod report;

pub use exit::Exit;
pub use failure::Failure;
pub use report::{BOOK, Report};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
