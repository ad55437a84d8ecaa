//! `daypass doctor`: what is wrong on this machine, for whom, and what fixes it.

mod run;
mod show;
mod words;

pub(crate) use run::{fix_of, run};
