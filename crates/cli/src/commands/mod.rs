//! One module for each command.

mod choose;
pub(crate) mod completions;
pub(crate) mod configure_session;
pub(crate) mod configure_sso;
pub(crate) mod console;
pub(crate) mod credentials;
pub(crate) mod doctor;
pub(crate) mod exec;
pub(crate) mod init;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod man;
mod plan;
pub(crate) mod populate;
pub(crate) mod portal;
pub(crate) mod profiles;
mod question;
pub(crate) mod serve;
pub(crate) mod settings;
pub(crate) mod status;
pub(crate) mod whoami;
pub(crate) mod written;
