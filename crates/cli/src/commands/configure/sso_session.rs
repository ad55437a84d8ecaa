//! `daypass configure sso-session`: the session part of the wizard alone, without a sign-in.

mod run;

pub(crate) use run::{Answers, DEFAULT_SCOPES, Defaults, Naming, ask_name, check_scopes, run};
