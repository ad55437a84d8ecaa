//! The environment of AWS tools, read once into a value.
//!
//! [`Variable`] is the table of every variable that daypass reads, that `doctor` examines, or that gives a program
//! credentials. [`Environment`] holds the variables of this process, or given pairs in a test. From it come the
//! profile, the [`Paths`] of the files, the [`Settings`](daypass_credentials::Settings) of a credential request, the
//! options of an HTTP client ([`Network`]), and the commands that open a browser ([`Browsers`]) or copy to the
//! clipboard.
//!
//! - Text is UTF-8. A variable that decides which credentials or files are used and is not UTF-8 is an [`Error`]; it
//!   never counts as not set.
//! - Times are UTC instants of [`std::time::SystemTime`]; this crate reads no clock.
//! - No function is async, writes a file or starts a process. Only [`Environment::process`] and [`Environment::lazily`]
//!   read the process's environment.
//!
//! The rules are those of the AWS CLI v2 and of botocore; the table says where the SDKs differ.

mod agents;
mod browser_entries;
mod child_variables;
mod company;
mod desktop;
mod environment;
mod error;
mod network;
mod paths;
mod settings;
mod time_zone;
mod trust;
mod variable;

pub use agents::{AGENT_MARKS, AgentMark};
pub use child_variables::{ChildVariables, key_variables, no_config_files, region_variables};
pub use company::{company_files, company_folder};
pub use desktop::Browsers;
pub use environment::Environment;
pub use error::{Error, ErrorKind};
pub use network::Network;
pub use paths::Paths;
pub use variable::{Concern, Variable};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
