//! `daypass init` and `daypass use`: this program inside a shell.

mod run;

pub(crate) use run::{run, switch};
