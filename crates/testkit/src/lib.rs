//! Test support for daypass's own crates; never published.
//!
//! [`Home`] is a home folder for one test with a simulated AWS, [`Outcome`] what a command printed, [`browser`] a
//! browser without a window, `terminal` a pseudo-terminal, [`world`] names and config files for the simulator's demo
//! world. Functions panic where a test would fail.

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
