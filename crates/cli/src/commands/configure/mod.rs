//! `daypass configure …`: the commands that write the AWS config file.

mod account_and_role;
pub(crate) mod in_force;
pub(crate) mod key;
pub(crate) mod populate;
mod question;
mod session;
pub(crate) mod sso;
pub(crate) mod sso_session;
