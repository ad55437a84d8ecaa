//! Answers from disk, for programs that start at every command and every prompt: cached credentials as the JSON of
//! `credential_process`, names for completion, the segment of a shell prompt.
//!
//! The files are the AWS CLI's; the environment is a value, and the time an argument. A config file of thousands of profiles
//! is read in pieces, and only the sections that matter are parsed. `None` is never an error: it means that the whole
//! resolver, the crate `daypass-credentials`, has to look. Nothing is written, nothing is async.

mod cached_role;
mod completion_names;
mod credential_process;
mod login_keys;
mod prompt_segment;

pub use completion_names::{completion_names, names_of};
pub use credential_process::{credential_process, credentials_profile, process_profile};
pub use prompt_segment::{PromptSegment, prompt_segment};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
