//! Reads the files of other AWS sign-in tools, and plans the native profiles and sessions that replace them.
//!
//! [`recognised`] says which tools left marks; [`ImportPlan`] says what an import from one of them does: which sessions
//! and profiles come, which stay and why, which settings have a counterpart, and what is left. Profiles are changed in
//! place: every line that is not of the other tool stays byte for byte.
//!
//! ```
//! use daypass_config_parse::Document;
//! use daypass_import::{ImportPlan, Surroundings, Tool};
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
//! No secret is read: keyrings, token caches and encrypted stores stay closed, and of a credentials file only the names
//! of sections and keys are used, the mark `manager = awsume`, and whether an access key id begins with `ASIA`. Leapp's
//! workspace, which holds no secret, is decrypted with an id of the machine that the caller gives.
//!
//! The crate reads the files of the tool below the home directory that it is given, and writes nothing. It reads no
//! variable, starts no process, and nothing is async. An [`Error`] names the file of the tool that cannot be used; a file
//! that does not exist is none.
//!
//! Sources: aws-sso-cli 2.3, granted 0.38, aws-vault 4 to 7, Leapp 0.26, aws-sso-util 4.33, yawsso 1.4, awsume 4.5,
//! aws-sso-creds-helper 1.12 and botocore, as of November 2026.

mod draft;
mod eject;
mod error;
mod go_template;
mod identity;
mod leapp_file;
mod lines;
mod owner;
mod plan;
mod planned;
mod portal;
mod process;
mod recognise;
mod surroundings;
mod tool;
mod tools;
mod words;
mod yaml;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use draft::Left;
pub use eject::EjectPlan;
pub use error::{Error, ErrorKind};
pub use plan::ImportPlan;
pub use planned::{Action, CredentialSource, PlannedProfile, PlannedSession, PlannedSetting};
pub use recognise::{Recognised, recognised};
pub use surroundings::{Surroundings, VARIABLES};
pub use tool::{Tool, UnknownTool};
