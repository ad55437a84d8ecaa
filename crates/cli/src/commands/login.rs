//! `daypass login`: sign in, unless there is nothing to do.

mod run;

pub(crate) use run::run;
