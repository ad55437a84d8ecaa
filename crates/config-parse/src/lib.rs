//! A lossless parser and editor of `~/.aws/config` that knows who reads what.
//!
//! The file is other people's hand-written text, read by a dozen tools that disagree. So there are three
//! layers here, and each can be used alone:
//!
//! * [`Document`]: bytes in, the same bytes out, for any input at all; [edits](Document::set) that touch
//!   only the lines they must; [`Diagnostic`]s that say who would stumble where, and the remedy.
//! * [`Config`]: what a [`Dialect`] (the AWS CLI's or the SDKs') makes of a config file and a credentials
//!   file: profiles, sso-sessions, services blocks, each with its file and line.
//! * [`Lookup`]: one profile, its session and its services block out of a huge file, without the model.
//! * [`Sieve`]: the same, of a file that is read in pieces.
//! * [`section_names`]: the names alone, for completion.
//!
//! ```
//! use daypass_config_parse::{Config, Dialect, Document, SectionName};
//!
//! let mut file = Document::parse("[profile dev]\nsso_session = corp\nregion = eu-west-1 # home\n");
//! file.set(&SectionName::sso_session("corp"), "sso_region", "us-east-1")?;
//!
//! let config = Config::new(&file, None, Dialect::Sdk);
//! let dev = config.profile("dev").expect("it is there");
//! assert_eq!(dev.get("region"), Some("eu-west-1"));
//! let session = config.sso_session(dev.get("sso_session").unwrap_or_default()).expect("just written");
//! assert_eq!(session.get("sso_region"), Some("us-east-1"));
//!
//! // The AWS CLI has no comments after values, and `diagnostics` says so:
//! let config = Config::new(&file, None, Dialect::AwsCli);
//! assert_eq!(config.profile("dev").and_then(|p| p.get("region")), Some("eu-west-1 # home"));
//! assert_eq!(file.diagnostics(Dialect::AwsCli)[0].code().id(), "C117");
//! # Ok::<(), daypass_config_parse::EditError>(())
//! ```
//!
//! Reading is lenient: where one tool would reject the whole file, everything usable is still read, and
//! [`Document::refused_by`] says who would reject it and why. The README lists every known difference from
//! the AWS CLI and from the SDKs.

mod code;
mod command_words;
mod diagnostic;
mod dialect;
mod document;
mod edit;
mod encoding;
mod header_text;
mod index;
mod lex;
mod lines;
mod lint;
mod lookup;
mod packed;
mod plain;
mod reading;
mod search;
mod section_name;
mod section_names;
mod short;
mod sieve;
mod view;

pub use code::{Code, Severity, Tool};
pub use command_words::{command_words, needs_shell, posix_words, windows_words};
pub use diagnostic::Diagnostic;
pub use dialect::Dialect;
pub use document::{Document, FileKind};
pub use edit::{Batch, EditError, EditErrorKind, Fixed};
pub use encoding::Encoding;
pub use header_text::NotASection;
pub use lookup::Lookup;
pub use section_name::{SectionKind, SectionName};
pub use section_names::section_names;
pub use sieve::Sieve;
pub use view::{Config, Origin, Profile, Section, Sso};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
