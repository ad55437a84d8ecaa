//! Profiles of `~/.aws/config` for every account and role that a person may enter: names, a plan, the edit, and the way
//! back.
//!
//! Everything here is a function of its arguments: a listing, a config file, what is wanted. Nothing is read, written,
//! asked or called; the listing comes from the portal or from anywhere else.
//!
//! ```
//! use daypass_config_parse::{Config, Dialect, Document};
//! use daypass_populate::{AccountRoles, Changeset, Options, Template};
//! use daypass_sso_types::{AccountId, RoleName};
//!
//! let (id, roles) = (AccountId::new("111122223333")?, [RoleName::new("Admin")?]);
//! let listing = [AccountRoles { id: &id, name: Some("Équipe Données"), email: None, roles: Some(&roles) }];
//! let mut file = Document::parse("# mine\n[profile hand-made]\nregion = eu-west-1\n");
//!
//! let options = Options::new("corp", Template::default());
//! let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
//! assert_eq!(plan.changes[0].name, "Equipe-Donnees.Admin");
//!
//! file.apply(&daypass_populate::edits(&plan.changes))?; // all or nothing; other lines stay byte for byte
//! let again = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
//! assert!(again.changes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One profile and one session as a person sets them up are in [`setup`], keys as profiles of the credentials file in
//! [`exported`].
//!
//! Profiles that this crate made carry the key [`MARKER`]; only those are ever changed or removed.
//!
//! [`Error`] has a kind for each text that is not what it should be: a template, a backup, the value of a key, a name that is
//! taken. Nothing is async, so there is nothing to
//! cancel. Time and memory are linear in accounts, roles and profiles.

mod change;
mod display;
mod error;
pub mod exported;
pub mod glob;
mod keys;
mod names;
mod options;
mod plan;
pub mod setup;
mod template;
mod transliterate;
mod undo;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use change::{Change, ChangeKind, KeyChange, edits};
pub use display::{counted, diff};
pub use error::{Error, ErrorKind};
pub use keys::refused_key;
pub use options::{AccountRoles, Form, MARKER, Options};
pub use plan::Changeset;
pub use template::{ProfileFields, Template};
pub use undo::{Backup, Kept, KeptReason, Undo};
