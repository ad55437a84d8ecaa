//! The environment of AWS tools, read once into a value.
//!
//! [`Variable`] is the one table of every variable that daypass reads, that it examines for others, or that says who
//! one is. [`Environment`] is what is set: that of this process, or pairs that a test made up. From it come the
//! profile, the [`Paths`] of the files, the [`Settings`](daypass_credentials::Settings) of a credential request, how to
//! connect ([`Network`]), and how to open an address or reach a clipboard on the desktop around ([`Browsers`]).
//!
//! - Text is UTF-8. What is set and cannot be decoded is an [`Error`] that names the variable wherever it decides who
//!   or where one is; it never counts as not set.
//! - Times are UTC instants of [`std::time::SystemTime`]; this crate reads no clock.
//! - Nothing here is asynchronous, nothing is written, no process is started. [`Environment::process`] alone looks at the process.
//!
//! The rules are those of the AWS CLI v2 and of botocore; where the SDKs differ, the table says so.

mod child;
mod company;
mod desktop;
mod environment;
mod error;
mod network;
mod paths;
mod settings;
mod trust;
mod variable;

pub use child::{Child, key_variables, no_config_files, region_variables};
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
