//! Computes profiles for the accounts and roles a person may use: names, a plan of changes, an edit, and its undoing.
//!
//! Everything is a pure function of its arguments: a listing, a parsed config file and options. The crate reads and
//! writes no file and makes no call; the listing comes from the access portal or from another source.
//!
//! ```
//! use daypass_config_parse::{Config, Dialect, Document};
//! use daypass_populate::{AccountRoles, Changeset, PopulateOptions, Template};
//! use daypass_sso_types::{AccountId, RoleName};
//!
//! let (id, roles) = (AccountId::new("111122223333")?, [RoleName::new("Admin")?]);
//! let listing = [AccountRoles { id: &id, name: Some("Équipe Données"), email: None, roles: Some(&roles) }];
//! let mut file = Document::parse("# mine\n[profile hand-made]\nregion = eu-west-1\n");
//!
//! let options = PopulateOptions::new("corp", Template::default());
//! let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
//! assert_eq!(plan.changes[0].name, "Equipe-Donnees.Admin");
//!
//! file.apply(&daypass_populate::edits(&plan.changes))?; // all or nothing; other lines stay byte for byte
//! let again = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
//! assert!(again.changes.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`setup`] writes one profile and one session as a person sets them up, [`exported`] writes keys as profiles of the
//! credentials file.
//!
//! Profiles that this crate creates carry the key [`MARKER`]; only those are changed or removed.
//!
//! The kind of an [`Error`] names the invalid input: a template, a backup, the value of a key, a name that is taken.
//! Nothing is async. Time and memory are linear in accounts, roles and profiles.

mod change;
mod display;
mod error;
pub mod exported;
pub mod glob;
mod keys;
mod labels;
mod names;
mod not_undone;
mod options;
mod plan;
mod revert;
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
pub use keys::{parse_key, refused_key};
pub use labels::AccountLabels;
pub use not_undone::{NotUndone, NotUndoneReason};
pub use options::{AccountRoles, MARKER, PopulateOptions, ProfileForm};
pub use plan::Changeset;
pub use template::{ProfileFields, Template};
pub use transliterate::transliterated;
pub use undo::{Backup, Undo};
