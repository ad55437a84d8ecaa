//! `daypass status`: how long each session and the credentials of each profile are good. No network, unless the portal
//! is to be asked.

mod run;
mod show;
mod state;
mod view;

pub(crate) use run::run;
