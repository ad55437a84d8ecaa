//! `daypass configure populate`: a profile for every role of an organisation, planned, shown, written at once.

mod backups;
mod flags;
mod run;
mod show;

pub(crate) use run::run;
