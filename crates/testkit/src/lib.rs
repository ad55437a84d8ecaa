//! Test support for daypass's own crates; never published.
//!
//! [`Home`] is a home folder of its own with a simulated AWS, [`Outcome`] what a command left there, [`browser`] a
//! person's browser without a window, `terminal` a pseudo-terminal with a person at it. Functions panic where a test
//! would fail.

pub mod browser;
pub mod home;
mod outcome;
mod program;
pub mod socket;
#[cfg(unix)]
pub mod terminal;
pub mod world;

pub use home::{Home, pause};
pub use outcome::Outcome;
pub use program::program;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
