//! Where a profile of the AWS config files gets its credentials, if not from IAM Identity Center: which key of it says so,
//! and what a `credential_process` line asks for. No function reads a file, starts a program or asks a clock.

mod process_line;
mod source_keys;

pub use process_line::own_process_profile;
pub use source_keys::{has_default_credentials, has_source, has_sso_keys, is_bare_default, other_source};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
