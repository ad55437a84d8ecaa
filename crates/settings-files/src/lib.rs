//! The settings files of a person, of an import and of a company, read from their places.
//!
//! What they say together is a [`UserSettings`](daypass_settings::UserSettings); this crate adds which files there are. Only
//! files that nobody else can write count: a person's own are read as such, a company's as root's
//! ([`daypass_environment::company_files`]). Nothing is async; a file is read when it is asked for, so that a change is
//! obeyed by the next question. No clock, no terminal; the environment is an argument.

mod findings;
mod imported;
mod read;

pub use read::{InForce, SettingsFiles};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
