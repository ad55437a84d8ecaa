//! `daypass serve`: credentials of one or several profiles on loopback, renewed for as long as it runs.

mod run;

pub(crate) use run::run;
