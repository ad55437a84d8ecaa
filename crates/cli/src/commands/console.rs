//! `daypass console`: the AWS web console in the browser, signed in as the profile's role.

mod run;

pub(crate) use run::run;
