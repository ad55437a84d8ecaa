//! `daypass configure sso`: session, sign-in, account, role, defaults; written at the end, at once or not at all.

mod run;

pub(crate) use run::run;
