//! `daypass credentials` and `daypass credential-process`: the credentials of a profile, in any form.

mod run;

pub(crate) use run::{Subject, export, process, run};
