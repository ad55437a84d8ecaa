//! A lossless parser and editor of `~/.aws/config` that knows which tool reads what.
//!
//! People write the file by hand, and a dozen tools read it in different ways. Each of these parts can be used alone:
//!
//! * [`Document`] keeps every byte of a file; its [edits](Document::set) change only the lines that must change, and
//!   its [`Diagnostic`]s say which tools reject or misread which line, and what fixes it.
//! * [`Config`] is the view of a [`Dialect`] (the AWS CLI's or the SDKs') on a config file and a credentials file:
//!   profiles, sso-sessions and services blocks, each with its file and line.
//! * [`Lookup`] reads one profile, its session and its services block out of a huge file.
//! * [`Sieve`] keeps the sections of one profile from a file that is read in pieces.
//! * [`section_names`] reads only the names, for completion.
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
//! The reading is lenient: of a file that some tool rejects as a whole, everything usable is read, and
//! [`Document::refused_by`] says why it is rejected. The README lists every known difference from the AWS CLI and from
//! the SDKs. Offsets and sizes are bytes; lines and columns count from 1. No function reads a file by itself.

mod code;
mod command_words;
mod diagnostic;
mod dialect;
mod document;
mod edit;
mod encoding;
mod endpoint_urls;
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
mod variable_name;
mod view;

pub use code::{Code, Severity, Tool};
pub use command_words::{command_words, needs_shell, posix_words, windows_words};
pub use diagnostic::Diagnostic;
pub use dialect::Dialect;
pub use document::{Document, FileKind};
pub use edit::{Batch, EditError, EditErrorKind, Fixed};
pub use encoding::Encoding;
pub use endpoint_urls::{EndpointUrl, EndpointUrls};
pub use header_text::NotASection;
pub use lookup::Lookup;
pub use section_name::{SectionKind, SectionName};
pub use section_names::section_names;
pub use sieve::Sieve;
pub use variable_name::VariableName;
pub use view::{Config, Origin, Profile, Section, Sso};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
