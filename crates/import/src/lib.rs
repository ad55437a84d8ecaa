//! Plans the native profiles and sessions that replace those of another AWS sign-in tool.
//!
//! [`ImportPlan`] says what an import from one tool does: which sessions and profiles come, which stay and why, which settings have a counterpart, and what is left. Profiles are changed in
//! place: every line that is not of the other tool stays byte for byte.
//!
//! ```
//! use daypass_config_parse::Document;
//! use daypass_import::ImportPlan;
//! use daypass_other_tools::{Surroundings, Tool};
//!
//! let config = Document::parse(
//!     "[profile dev] # mine\nsso_start_url = https://corp.awsapps.com/start#/\nsso_region = eu-west-1\n\
//!      sso_account_id = 111122223333\nsso_role_name = Admin\n",
//! );
//! let around = Surroundings::new("/home/me");
//! let plan = ImportPlan::new(Tool::AwsCliLegacy, &around, &config, None)?;
//! assert_eq!(plan.sessions[0].name, "corp");
//! let after = plan.after.clone().into_bytes();
//! assert!(String::from_utf8(after)?.starts_with("[profile dev] # mine\nsso_account_id = 111122223333\n"));
//!
//! // Done twice, it changes nothing.
//! let again = ImportPlan::new(Tool::AwsCliLegacy, &around, &plan.after, None)?;
//! assert!(again.changes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`EjectPlan`] is the way back: what is daypass's in a config file goes, and imports are undone.
//!
//! What the other tools left is read by `daypass-other-tools`, whose [`Tool`](daypass_other_tools::Tool),
//! [`Surroundings`](daypass_other_tools::Surroundings) and [`Error`](daypass_other_tools::Error) stand in signatures here:
//! which files are read and which secrets are not is said there, and on which versions of the tools it rests.
//!
//! The crate itself opens no file and reads no variable, starts no process, writes nothing, and nothing is async. A plan is the
//! same each time for the same files. An account id is a text of 12 digits.

mod draft;
mod eject;
mod helping;
mod plan;
mod planned;
mod tools;
mod words;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use draft::Left;
pub use eject::EjectPlan;
pub use helping::HelpfulImport;
pub use plan::ImportPlan;
pub use planned::{Action, CredentialSource, PlannedProfile, PlannedSession, PlannedSetting};
