//! `daypass logout`: what is on this machine goes first, then AWS is told; so it works offline too.

mod run;

pub(crate) use run::run;
