//! `daypass configure …`: the commands that write the AWS config file.

pub(crate) mod in_force;
pub(crate) mod key;
pub(crate) mod populate;
pub(crate) mod sso;
pub(crate) mod sso_session;
