//! `daypass configure …`: the commands that write the AWS config file.

mod choose;
mod plan;
pub(crate) mod populate;
mod question;
pub(crate) mod sso;
pub(crate) mod sso_session;
