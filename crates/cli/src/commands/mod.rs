//! A module for each command, and what several commands share.

mod account_filter;
pub(crate) mod accounts;
pub(crate) mod completions;
pub(crate) mod configure;
pub(crate) mod console;
pub(crate) mod credentials;
pub(crate) mod doctor;
pub(crate) mod eject;
pub(crate) mod exec;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod lease;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod man;
pub(crate) mod overview;
pub(crate) mod pin;
pub(crate) mod portal_api;
pub(crate) mod profiles;
pub(crate) mod relay;
pub(crate) mod roles;
pub(crate) mod serve;
pub(crate) mod settings;
pub(crate) mod status;
mod subject;
pub(crate) mod token;
pub(crate) mod whoami;
