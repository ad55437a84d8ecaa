//! `daypass whoami`: STS GetCallerIdentity, the JSON that `aws sts get-caller-identity` prints.

mod all;
mod identity;
mod run;

pub(crate) use run::run;
