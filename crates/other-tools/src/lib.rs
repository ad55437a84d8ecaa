//! Reads what other AWS sign-in tools leave on a machine, as it is: which tools were used, their settings, and the roles that
//! their profiles mean.
//!
//! [`recognised`] says which tools left marks. [`owner`] says of which tool one profile is, [`Process`] what a
//! `credential_process` line asks for, [`Identity`] which role a profile names, and [`CopiedKeys`] which sections of the
//! credentials file are copies. The settings of a tool are [`AwsSsoSettings`], [`GrantedSettings`], [`AwsumeSettings`], and
//! [`LeappWorkspace`]; how aws-vault and aws-sso-util read a profile say [`vault_keys`] and [`DefaultPortal`].
//!
//! ```
//! use daypass_config_parse::Document;
//! use daypass_other_tools::{Process, Surroundings, Tool, recognised};
//!
//! let config = Document::parse("[profile dev]\ncredential_process = leapp session generate 1-2\n");
//! let found = recognised(&Surroundings::new("/home/me"), &config, None);
//! assert_eq!((found[0].tool, found[0].profiles.as_slice()), (Tool::Leapp, &["dev".to_owned()][..]));
//!
//! let process = Process::of("leapp session generate 1-2", None);
//! assert_eq!(process, Process::Leapp("1-2".to_owned()));
//! ```
//!
//! Nothing is decided here: what comes of a profile is for the caller, such as `daypass-import`. Texts are as the files have
//! them, also account ids that lost a leading zero; where one is checked or changed, its docs say so.
//!
//! No secret is read: keyrings, token caches and encrypted stores stay closed, and of a credentials file only the names
//! of sections and keys are used, the mark `manager = awsume`, and whether an access key id begins with `ASIA`. Leapp's
//! workspace, which holds no secret, is decrypted with an id of the machine that the caller gives.
//!
//! The crate reads the files of the tool below the home directory that it is given, up to 64 MiB each, and writes nothing.
//! It reads no variable, starts no process, and nothing is async. An [`Error`] names the file of the tool that cannot be
//! used; a file that does not exist is none.
//!
//! Sources: aws-sso-cli 2.3, granted 0.38, aws-vault 4 to 7, Leapp 0.26, aws-sso-util 4.33, yawsso 1.4, awsume 4.5,
//! aws-sso-creds-helper 1.12 and botocore, as of November 2026.

mod aws_sso_settings;
mod awsume_settings;
mod copied_keys;
mod default_portal;
mod error;
pub mod go_template;
mod granted_settings;
mod identity;
mod leapp_file;
mod leapp_workspace;
pub mod lines;
mod owner;
pub mod portal;
mod process;
mod recognise;
mod surroundings;
mod tool;
mod vault_keys;
mod yaml;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use aws_sso_settings::{AwsSsoInstance, AwsSsoRole, AwsSsoSettings};
pub use awsume_settings::AwsumeSettings;
pub use copied_keys::CopiedKeys;
pub use default_portal::DefaultPortal;
pub use error::{Error, ErrorKind};
pub use granted_settings::{GrantedSection, GrantedSettings};
pub use identity::{Identity, without_comment};
pub use leapp_workspace::{LeappIntegration, LeappSession, LeappSessionKind, LeappWorkspace};
pub use owner::{Owner, owner};
pub use process::{AwsSsoProcess, Process, daypass_profile, role_of_arn};
pub use recognise::{Recognised, recognised};
pub use surroundings::{Surroundings, VARIABLES};
pub use tool::{Tool, UnknownTool};
pub use vault_keys::vault_keys;
pub use yaml::Yaml;
